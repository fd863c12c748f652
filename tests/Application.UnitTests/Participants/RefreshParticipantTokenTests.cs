using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Participants;

public sealed class RefreshParticipantTokenTests
{
    private ParticipantPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new ParticipantPorts();

    [Test]
    public async Task An_unknown_room_is_reported_before_a_wrong_secret()
    {
        _ports.WithoutRoom().WithHeldToken(null);
        var result = await SendAsync("wrong");
        Assert.That(result.Error, Is.EqualTo(RoomErrors.NotFound));
    }

    [Test]
    public async Task A_wrong_secret_is_reported_before_a_missing_sign_in()
    {
        _ports.WithRoom().WithHeldToken(null);
        var result = await SendAsync("wrong");
        Assert.That(result.Error, Is.EqualTo(AccessErrors.WrongSecret));
    }

    [Test]
    public async Task A_missing_sign_in_is_reported_before_a_bad_previous_token()
    {
        _ports.WithRoom(AuthMode.AllUsers).WithHeldToken(null);

        var result = await SendAsync(Given.ModeratorSecret);

        Assert.That(result.Error, Is.EqualTo(AccessErrors.Unauthorized));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    [Test]
    public async Task Without_a_previous_token_a_refresh_is_refused()
    {
        _ports.WithRoom();

        var result = await SendAsync(Given.ModeratorSecret, previous: null);

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NotInRoom));
        _ports.VerifyNobodyWasAskedForATokenOrPresence();
    }

    private static IEnumerable<TestCaseData<ParticipantGrant?, Error>> PreviousTokens()
    {
        var role = ParticipantRole.Moderator;
        var expired = Given.Now.AddHours(-1);
        yield return new(null, ParticipantErrors.NotInRoom)
        {
            TestName = "Not ours, or expired too long ago",
        };
        yield return new(Given.Grant(role, room: "other"), AccessErrors.InsufficientPermissions)
        {
            TestName = "Another room's, still valid",
        };
        yield return new(
            Given.Grant(role, name: "Bob", expiresAt: expired),
            AccessErrors.InsufficientPermissions
        )
        {
            TestName = "Another participant's",
        };
        yield return new(Given.Grant(role), ParticipantErrors.TokenStillValid)
        {
            TestName = "Still valid",
        };
    }

    [TestCaseSource(nameof(PreviousTokens))]
    public async Task The_previous_token_is_checked_before_the_presence(
        ParticipantGrant? previous,
        Error expected
    )
    {
        _ports.WithRoom().WithHeldToken(previous);

        var result = await SendAsync(Given.ModeratorSecret);

        Assert.That(result.Error, Is.EqualTo(expected));
        _ports.VerifyPresenceAsked(Times.Never());
    }

    [Test]
    public async Task A_participant_who_is_not_in_the_room_is_not_refreshed()
    {
        WithExpired(ParticipantRole.Moderator).WithPresence(false);
        var result = await SendAsync(Given.ModeratorSecret);
        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NotInRoom));
    }

    [Test]
    public async Task While_the_meeting_server_is_unavailable_a_refresh_fails()
    {
        WithExpired(ParticipantRole.Moderator).WithPresence(ParticipantPorts.Down);
        var result = await SendAsync(Given.ModeratorSecret);
        Assert.That(result.Error, Is.EqualTo(ParticipantPorts.Down));
    }

    [TestCase(ParticipantRole.Moderator, Given.ModeratorSecret, ParticipantRole.Moderator)]
    [TestCase(ParticipantRole.Moderator, Given.PublisherSecret, ParticipantRole.Publisher)]
    [TestCase(ParticipantRole.Publisher, Given.ModeratorSecret, ParticipantRole.Publisher)]
    [TestCase(ParticipantRole.Publisher, Given.PublisherSecret, ParticipantRole.Publisher)]
    public async Task The_role_is_never_raised(
        ParticipantRole previous,
        string secret,
        ParticipantRole refreshed
    )
    {
        WithExpired(previous).WithPresence(Given.Present(Given.Family)).WithIssue(refreshed);

        var result = await SendAsync(secret);

        Assert.That(result.Value, Is.EqualTo(ParticipantPorts.Issued));
        _ports.VerifyPresenceAsked(Times.Once());
        _ports.Holds.VerifyNoOtherCalls();
        Assert.That(_ports.IssuedFamilies, Is.EqualTo([Given.Family]));
    }

    [Test]
    public async Task A_name_that_somebody_else_has_taken_meanwhile_is_not_refreshed()
    {
        WithExpired(ParticipantRole.Moderator).WithPresence(true);
        var result = await SendAsync(Given.ModeratorSecret);
        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NotInRoom));
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public async Task A_revoked_token_is_not_refreshed_during_the_ban_and_after_it(
        bool isBanned,
        bool isForbidden
    )
    {
        _ports.WithRoom(bans: Given.Ban(until: isBanned ? Given.Now.AddTicks(1) : Given.Now));
        _ports.WithHeldToken(Given.Grant(ParticipantRole.Moderator, expiresAt: Given.Now));

        var result = await SendAsync(Given.ModeratorSecret);

        Assert.That(
            result.Error,
            Is.EqualTo(
                isForbidden ? AccessErrors.InsufficientPermissions : ParticipantErrors.NotInRoom
            )
        );
        _ports.VerifyPresenceAsked(Times.Never());
    }

    [Test]
    public void The_text_of_the_request_contains_neither_secret_nor_token() =>
        Assert.That(
            Request(Given.ModeratorSecret, "held").ToString(),
            Does.Not.Contain(Given.ModeratorSecret).And.Not.Contain("held")
        );

    private ParticipantPorts WithExpired(ParticipantRole role) =>
        _ports.WithRoom().WithHeldToken(Given.Grant(role, expiresAt: Given.Now));

    private static RefreshParticipantToken Request(string secret, string? previous) =>
        new(Given.RoomNamed(Given.RoomName), Given.Name, new RoomSecret(secret), previous);

    private Task<Result<ParticipantToken>> SendAsync(string secret, string? previous = "held") =>
        new RefreshParticipantTokenHandler(
            _ports.RoomAdmission,
            _ports.Meetings.Object,
            _ports.Tokens.Object,
            _ports.Clock
        ).Handle(Request(secret, previous), CancellationToken.None);
}
