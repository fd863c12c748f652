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
        var calls = new MockSequence();
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
    public async Task The_name_stays_reserved_if_disconnecting_fails(Error failure)
    {
        _ports
            .Meetings.Setup(meetings =>
                meetings.DisconnectAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(failure);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.EqualTo(failure));
        _ports.Holds.VerifyNoOtherCalls();
    }

    private static DisconnectParticipant Valid => new(Given.RoomNamed(Given.RoomName), Given.Name);

    private Task<Result> SendAsync(DisconnectParticipant request) =>
        new DisconnectParticipantHandler(
            _ports.Meetings.Object,
            _ports.Holds.Object,
            _ports.Clock
        ).Handle(request, CancellationToken.None);
}
