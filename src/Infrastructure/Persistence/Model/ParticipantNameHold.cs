using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A name that is promised to somebody until an instant.</summary>
internal sealed record ParticipantNameHold(
    RoomName Room,
    ParticipantName Participant,
    DateTimeOffset HeldUntil
);
