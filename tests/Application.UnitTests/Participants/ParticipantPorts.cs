using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Participants;

/// <summary>The ports for the use cases of participants. A call that a test did not set up fails the test.</summary>
internal sealed class ParticipantPorts
{
    public static readonly ParticipantToken Issued = new("issued", TimeSpan.FromHours(6));
    public static readonly Error Down = Error.Unavailable("LiveKit Error", "LiveKit is down");

    public Mock<IRoomRepository> Rooms { get; } = new(MockBehavior.Strict);

    public Mock<ISecurityPreferencesReader> Preferences { get; } = new(MockBehavior.Strict);

    public Mock<IMeetingServer> Meetings { get; } = new(MockBehavior.Strict);

    public Mock<IParticipantNameHolds> Holds { get; } = new(MockBehavior.Strict);

    public Mock<IParticipantTokens> Tokens { get; } = new(MockBehavior.Strict);

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public RoomAdmission RoomAdmission =>
        new(Rooms.Object, Preferences.Object, Given.Current(Caller.Anonymous), new CurrentGuess());

    public ParticipantPorts WithRoom()
    {
        Rooms
            .Setup(rooms =>
                rooms.FindAsync(Given.RoomNamed(Given.RoomName), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(Given.Room());
        return this;
    }

    public ParticipantPorts WithoutRoom()
    {
        Rooms
            .Setup(rooms => rooms.FindAsync(It.IsAny<RoomName>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((Room?)null);
        return this;
    }

    public ParticipantPorts WithAuthMode(AuthMode mode)
    {
        Preferences
            .Setup(preferences => preferences.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(SecurityPreferences.Default with { AuthMode = mode });
        return this;
    }

    public ParticipantPorts WithPresence(Result<bool> presence)
    {
        Meetings
            .Setup(meetings =>
                meetings.IsPresentAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(presence);
        return this;
    }

    public ParticipantPorts WithHold(bool granted)
    {
        Holds
            .Setup(holds =>
                holds.TryHoldAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(granted);
        return this;
    }

    /// <param name="grant">The content of the token that the browser sends as "held".</param>
    public ParticipantPorts WithHeldToken(ParticipantGrant? grant)
    {
        Tokens.Setup(tokens => tokens.ReadAsync("held")).ReturnsAsync(grant);
        return this;
    }

    public ParticipantPorts WithIssue(ParticipantRole role)
    {
        Tokens
            .Setup(tokens =>
                tokens.Issue(
                    It.Is<Room>(room => room.Name.Value == Given.RoomName),
                    Given.Name,
                    role
                )
            )
            .Returns(Issued);
        return this;
    }

    public void VerifyNobodyWasAskedForATokenOrPresence()
    {
        Meetings.VerifyNoOtherCalls();
        Holds.VerifyNoOtherCalls();
        Tokens.VerifyNoOtherCalls();
    }

    public void VerifyPresenceAsked(Times times) =>
        Meetings.Verify(
            meetings =>
                meetings.IsPresentAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<CancellationToken>()
                ),
            times
        );
}
