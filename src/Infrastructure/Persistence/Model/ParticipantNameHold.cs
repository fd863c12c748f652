using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A name that is held for a participant until an instant.</summary>
internal sealed record ParticipantNameHold(
    RoomName Room,
    ParticipantName Participant,
    DateTimeOffset HeldUntil
);
