using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
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

    /// <summary>The end of each hold that is granted.</summary>
    public static readonly DateTimeOffset HeldUntil = Given.Now + IParticipantNameHolds.Duration;

    public Mock<IAdmissionRulesReader> Rules { get; } = new(MockBehavior.Strict);

    public Mock<IMeetingServer> Meetings { get; } = new(MockBehavior.Strict);

    public Mock<IParticipantNameHolds> Holds { get; } = new(MockBehavior.Strict);

    public Mock<IParticipantBans> Bans { get; } = new(MockBehavior.Strict);

    public Mock<IParticipantTokens> Tokens { get; } = new(MockBehavior.Strict);

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public RoomAdmission RoomAdmission =>
        new(
            Rules.Object,
            Tokens.Object,
            Given.Current(Caller.Anonymous),
            new CurrentGuess(),
            Clock
        );

    /// <summary>The families of the tokens that were issued.</summary>
    public List<TokenFamily> IssuedFamilies { get; } = [];

    public ParticipantPorts WithRoom(AuthMode mode = AuthMode.None, params ParticipantBan[] bans) =>
        WithRules(
            new AdmissionRules(
                Given.Room(),
                SecurityPreferences.Default with
                {
                    AuthMode = mode,
                },
                bans
            )
        );

    public ParticipantPorts WithoutRoom() => WithRules(null);

    /// <param name="present">Whether somebody of another family is present.</param>
    public ParticipantPorts WithPresence(bool present) =>
        WithPresence(present ? Given.Present() : ParticipantErrors.NotFound);

    public ParticipantPorts WithPresence(Result<PresentParticipant> presence)
    {
        Meetings
            .Setup(meetings =>
                meetings.FindParticipantAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(presence);
        return this;
    }

    /// <summary>Grants the name. The hold may be released.</summary>
    public ParticipantPorts WithHold()
    {
        Holds
            .Setup(holds => holds.ReleaseAsync(Hold, It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask);
        return WithHold(Hold);
    }

    public ParticipantPorts WithNameHeldByAnother() => WithHold(null);

    private static ParticipantNameHold Hold =>
        new(Given.RoomNamed(Given.RoomName), Given.Name, HeldUntil, Given.Family.Id);

    private ParticipantPorts WithRules(AdmissionRules? rules)
    {
        Rules
            .Setup(reader =>
                reader.FindAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<IReadOnlyList<ParticipantName>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(rules);
        return this;
    }

    private ParticipantPorts WithHold(ParticipantNameHold? granted)
    {
        Holds
            .Setup(holds =>
                holds.TryHoldAsync(
                    Given.RoomNamed(Given.RoomName),
                    Given.Name,
                    It.IsAny<TokenFamily>(),
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
                    role,
                    It.IsAny<TokenFamily>()
                )
            )
            .Callback(
                (Room _, ParticipantName _, ParticipantRole _, TokenFamily family) =>
                    IssuedFamilies.Add(family)
            )
            .Returns(Issued);
        return this;
    }

    public void VerifyReleased(Times times) =>
        Holds.Verify(holds => holds.ReleaseAsync(Hold, It.IsAny<CancellationToken>()), times);

    public void VerifyNobodyWasAskedForATokenOrPresence()
    {
        Meetings.VerifyNoOtherCalls();
        Holds.VerifyNoOtherCalls();
        Assert.That(IssuedFamilies, Is.Empty);
    }

    public void VerifyPresenceAsked(Times times) =>
        Meetings.Verify(
            meetings =>
                meetings.FindParticipantAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<ParticipantName>(),
                    It.IsAny<CancellationToken>()
                ),
            times
        );
}
