using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

internal readonly record struct ParticipantInRoom(RoomName Room, ParticipantName Participant);

/// <summary>A name, and the token family that asks to hold it.</summary>
internal readonly record struct HoldQuestion(ParticipantInRoom Name, Guid FamilyId);
