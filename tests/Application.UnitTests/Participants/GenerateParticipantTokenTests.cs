using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Participants;

public sealed class GenerateParticipantTokenTests
{
    /// <summary>The token of a client that may leave.</summary>
    private static readonly CancellationToken Leaving = new CancellationTokenSource().Token;

    private ParticipantPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new ParticipantPorts();

    [TestCase(Given.RoomName)]
    [TestCase(null)]
    public async Task An_unknown_room_is_refused_before_anything_else(string? roomName)
    {
        _ports.WithoutRoom();

        var result = await SendAsync(
            Request("wrong") with
            {
                Room = roomName is null ? null : Given.RoomNamed(roomName),
            }
        );

        Assert.That(result.Error, Is.EqualTo(RoomErrors.NotFound));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [Test]
    public async Task A_wrong_secret_is_refused_before_the_sign_in_is_checked()
    {
        _ports.WithRoom();

        var result = await SendAsync(Request("wrong"));

        Assert.That(result.Error, Is.EqualTo(AccessErrors.WrongSecret));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [TestCase(AuthMode.ModeratorsOnly, Given.ModeratorSecret)]
    [TestCase(AuthMode.AllUsers, Given.ModeratorSecret)]
    [TestCase(AuthMode.AllUsers, Given.PublisherSecret)]
    public async Task A_caller_who_must_sign_in_first_gets_no_token(AuthMode mode, string secret)
    {
        _ports.WithRoom(mode);

        var result = await SendAsync(Request(secret));

        Assert.That(result.Error, Is.EqualTo(AccessErrors.Unauthorized));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [TestCase(Given.ModeratorSecret, ParticipantRole.Moderator)]
    [TestCase(Given.PublisherSecret, ParticipantRole.Publisher)]
    public async Task A_free_name_is_reserved_once_and_gets_a_token(
        string secret,
        ParticipantRole role
    )
    {
        _ports.WithRoom().WithPresence(false).WithHold();
        _ports.WithIssue(role);

        var result = await SendAsync(Request(secret));

        Assert.That(result.Value, Is.EqualTo(ParticipantPorts.Issued));
        _ports.VerifyPresenceAsked(Times.Once());
        VerifyHeld(Times.Once());
        _ports.VerifyReleased(Times.Never());
    }

    [Test]
    public async Task The_name_of_a_present_participant_is_taken_and_does_not_stay_reserved()
    {
        _ports.WithRoom().WithHold().WithPresence(true);

        var result = await SendAsync(Request());

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NameTaken));
        _ports.VerifyPresenceAsked(Times.Once());
        _ports.VerifyReleased(Times.Once());
    }

    [Test]
    public async Task A_name_reserved_by_another_browser_is_taken()
    {
        _ports.WithRoom().WithNameHeldByAnother();

        var result = await SendAsync(Request());

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NameTaken));
        VerifyHeld(Times.Once());
    }

    [Test]
    public async Task While_the_meeting_server_is_unavailable_nothing_stays_reserved_or_is_issued()
    {
        _ports.WithRoom().WithHold().WithPresence(ParticipantPorts.Down);

        var result = await SendAsync(Request());

        Assert.That(result.Error, Is.EqualTo(ParticipantPorts.Down));
        _ports.VerifyReleased(Times.Once());
        Assert.That(_ports.IssuedFamilies, Is.Empty);
    }

    [Test]
    public void A_name_does_not_stay_reserved_for_a_client_that_left()
    {
        _ports.WithRoom().WithHold();
        _ports
            .Meetings.Setup(meetings =>
                meetings.FindParticipantAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ThrowsAsync(new OperationCanceledException());

        Assert.That(() => SendAsync(Request()), Throws.InstanceOf<OperationCanceledException>());
        _ports.VerifyReleased(Times.Once());
        _ports.Holds.Verify(holds =>
            holds.TryHoldAsync(
                It.IsAny<RoomName>(),
                It.IsAny<ParticipantName>(),
                It.IsAny<TokenFamily>(),
                CancellationToken.None
            )
        );
    }

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public async Task A_node_that_was_paused_for_longer_than_a_request_takes_gives_no_token(
        int milliseconds,
        bool isIssued
    )
    {
        _ports.WithRoom().WithHold().WithIssue(ParticipantRole.Moderator);
        _ports
            .Meetings.Setup(meetings =>
                meetings.FindParticipantAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Callback(() =>
                _ports.Clock.SetUtcNow(
                    (Given.Now + IParticipantNameHolds.IssueLimit).AddMilliseconds(milliseconds)
                )
            )
            .ReturnsAsync(ParticipantErrors.NotFound);

        var result = await SendAsync(Request());

        Assert.That(result.Error, isIssued ? Is.Null : Is.EqualTo(StorageErrors.Unavailable));
        _ports.VerifyReleased(isIssued ? Times.Never() : Times.Once());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_browser_that_holds_the_name_gets_a_new_token_of_its_family(bool isPresent)
    {
        _ports.WithRoom().WithHold();
        _ports.WithHeldToken(Given.Grant(ParticipantRole.Publisher));
        _ports.WithPresence(isPresent ? Given.Present(Given.Family) : ParticipantErrors.NotFound);
        _ports.WithIssue(ParticipantRole.Moderator);

        var result = await SendAsync(Request() with { HeldToken = "held" });

        Assert.That(result.Value, Is.EqualTo(ParticipantPorts.Issued));
        Assert.That(_ports.IssuedFamilies, Is.EqualTo([Given.Family]));
    }

    [Test]
    public async Task A_name_that_somebody_else_has_taken_meanwhile_is_not_taken_back()
    {
        _ports.WithRoom().WithHold();
        _ports.WithHeldToken(Given.Grant(ParticipantRole.Publisher));
        _ports.WithPresence(Given.Present(TokenFamily.New(epoch: 0)));

        var result = await SendAsync(Request() with { HeldToken = "held" });

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NameTaken));
        _ports.VerifyReleased(Times.Once());
    }

    [Test]
    public async Task A_banned_name_gets_no_token()
    {
        _ports.WithRoom(bans: Given.Ban());

        var result = await SendAsync(Request());

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [Test]
    public async Task A_browser_with_a_revoked_token_gets_no_token_under_any_name()
    {
        _ports.WithRoom(bans: Given.Ban(name: "Bob"));
        _ports.WithHeldToken(Given.Grant(ParticipantRole.Publisher, name: "Bob"));

        var result = await SendAsync(Request() with { HeldToken = "held" });

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [Test]
    public async Task A_wrong_secret_is_refused_as_such_even_of_a_banned_participant()
    {
        _ports.WithRoom(bans: Given.Ban());

        var result = await SendAsync(Request("wrong"));

        Assert.That(result.Error, Is.EqualTo(AccessErrors.WrongSecret));
    }

    [Test]
    public async Task After_the_ban_the_participant_begins_a_new_family()
    {
        _ports.WithRoom(bans: Given.Ban(epoch: 3, until: Given.Now)).WithHold();
        _ports.WithHeldToken(Given.Grant(ParticipantRole.Publisher));
        _ports.WithPresence(false).WithIssue(ParticipantRole.Moderator);

        var result = await SendAsync(Request() with { HeldToken = "held" });

        Assert.That(result.Value, Is.EqualTo(ParticipantPorts.Issued));
        Assert.That(_ports.IssuedFamilies.Single().Epoch, Is.EqualTo(3));
        Assert.That(_ports.IssuedFamilies.Single().Id, Is.Not.EqualTo(Given.Family.Id));
    }

    private static IEnumerable<TestCaseData<ParticipantGrant?>> TokensThatHoldNothing()
    {
        var role = ParticipantRole.Moderator;
        yield return new(null) { TestName = "Not ours" };
        yield return new(Given.Grant(role, room: "other")) { TestName = "Another room" };
        yield return new(Given.Grant(role, name: "Bob")) { TestName = "Another name" };
        yield return new(Given.Grant(role, expiresAt: Given.Now)) { TestName = "Expired" };
    }

    [TestCaseSource(nameof(TokensThatHoldNothing))]
    public async Task A_taken_name_needs_its_own_valid_token(ParticipantGrant? held)
    {
        _ports.WithRoom().WithHold().WithPresence(true).WithHeldToken(held);

        var result = await SendAsync(Request() with { HeldToken = "held" });

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NameTaken));
        _ports.VerifyPresenceAsked(Times.Once());
    }

    [Test]
    public void The_text_of_the_request_contains_neither_secret_nor_token()
    {
        var text = (Request() with { HeldToken = "held" }).ToString();

        Assert.That(text, Does.Contain(Given.RoomName));
        Assert.That(text, Does.Not.Contain(Given.ModeratorSecret).And.Not.Contain("held"));
    }

    private static GenerateParticipantToken Request(string secret = Given.ModeratorSecret) =>
        new(Given.RoomNamed(Given.RoomName), Given.Name, new RoomSecret(secret), HeldToken: null);

    private Task<Result<ParticipantToken>> SendAsync(GenerateParticipantToken request) =>
        new GenerateParticipantTokenHandler(
            _ports.RoomAdmission,
            _ports.Meetings.Object,
            _ports.Holds.Object,
            _ports.Tokens.Object,
            _ports.Clock
        ).Handle(request, Leaving);

    private void VerifyHeld(Times times) =>
        _ports.Holds.Verify(
            holds =>
                holds.TryHoldAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<TokenFamily>(),
                    It.IsAny<CancellationToken>()
                ),
            times
        );
}
