using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;

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

    [Test]
    public async Task The_name_is_released_after_the_participant_is_disconnected()
    {
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
                    Given.Now,
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(Task.CompletedTask);

        var result = await SendAsync(Valid);

        Assert.That(result.Error, Is.Null);
        Assert.That(_ports.Meetings.Invocations, Has.Count.EqualTo(1));
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
