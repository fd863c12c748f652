using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Participants;

public sealed class DisconnectParticipantTests
{
    private ParticipantPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new ParticipantPorts();

    [Test]
    public async Task A_malformed_name_is_not_found()
    {
        var result = await SendAsync(new(Given.RoomNamed(Given.RoomName), null));

        Assert.That(result.Error, Is.EqualTo(ParticipantErrors.NotFound));
        _ports.Meetings.VerifyNoOtherCalls();
    }

    /// <summary>A hold that was made shortly before may be that of a browser whose request is under way.</summary>
    [TestCase(false, 10)]
    [TestCase(true, 0)]
    public async Task A_hold_of_the_participant_is_released_after_the_disconnect(
        bool admitsOnIssue,
        int age
    )
    {
        _ports.Meetings.SetupGet(meetings => meetings.AdmitsOnIssue).Returns(admitsOnIssue);
        _ports.WithPresence(true);
        var calls = new MockSequence();
        _ports
            .Bans.InSequence(calls)
            .Setup(bans =>
                bans.BanAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Task.CompletedTask);
        _ports
            .Meetings.InSequence(calls)
            .Setup(meetings =>
                meetings.DisconnectAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .Callback(() => _ports.Clock.Advance(TimeSpan.FromSeconds(1)))
            .ReturnsAsync(Result.Ok);
        _ports
            .Holds.InSequence(calls)
            .Setup(holds =>
                holds.ReleaseAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    Given.Now - TimeSpan.FromSeconds(age),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Task.CompletedTask);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.Null);
        _ports.Meetings.Verify(
            meetings =>
                meetings.DisconnectAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<CancellationToken>()
                ),
            Times.Once()
        );
        Assert.That(_ports.Holds.Invocations, Has.Count.EqualTo(1));
    }

    private static readonly Error[] Failures = [ParticipantErrors.NotFound, ParticipantPorts.Down];

    [TestCaseSource(nameof(Failures))]
    public async Task Nobody_is_banned_if_the_participant_is_not_found(Error failure)
    {
        _ports.WithPresence(failure);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.EqualTo(failure));
        _ports.Bans.VerifyNoOtherCalls();
        _ports.Holds.VerifyNoOtherCalls();
    }

    [Test]
    public async Task The_ban_and_the_held_name_stay_if_disconnecting_fails()
    {
        WithDisconnecting(ParticipantPorts.Down);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.EqualTo(ParticipantPorts.Down));
        Assert.That(_ports.Bans.Invocations, Has.Count.EqualTo(1));
        _ports.Holds.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_participant_who_leaves_in_between_counts_as_disconnected()
    {
        WithDisconnecting(ParticipantErrors.NotFound);
        _ports.Meetings.SetupGet(meetings => meetings.AdmitsOnIssue).Returns(false);
        _ports
            .Holds.Setup(holds =>
                holds.ReleaseAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<DateTimeOffset>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Task.CompletedTask);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Bans.Invocations, Has.Count.EqualTo(1));
    }

    private void WithDisconnecting(Result outcome)
    {
        _ports.WithPresence(true);
        _ports
            .Bans.Setup(bans =>
                bans.BanAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Task.CompletedTask);
        _ports
            .Meetings.Setup(meetings =>
                meetings.DisconnectAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(outcome);
    }

    private static DisconnectParticipant Valid => new(Given.RoomNamed(Given.RoomName), Given.Name);

    private Task<Result> SendAsync(DisconnectParticipant request) =>
        new DisconnectParticipantHandler(
            new ParticipantRemoval(
                _ports.Meetings.Object,
                _ports.Bans.Object,
                _ports.Holds.Object,
                _ports.Clock
            )
        ).Handle(request, CancellationToken.None);
}
