using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>A signal to the clients in a room.</summary>
public abstract record RoomSignal;

/// <summary>A recording of the room has reached its present status.</summary>
public sealed record RecordingProgressed(Recording Recording) : RoomSignal;

/// <summary>A recording of the room has been deleted.</summary>
public sealed record RecordingDeleted(Recording Recording) : RoomSignal;

/// <summary>The state of the room, for a participant who joins.</summary>
public sealed record RoomState(bool IsBeingRecorded) : RoomSignal;
