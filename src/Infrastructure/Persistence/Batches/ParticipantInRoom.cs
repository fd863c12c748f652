using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

internal readonly record struct ParticipantInRoom(RoomName Room, ParticipantName Participant);
