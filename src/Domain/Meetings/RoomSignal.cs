using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Domain.Meetings;

/// <summary>What the clients in a room are told.</summary>
public abstract record RoomSignal;

/// <summary>A recording of the room has come to its present status.</summary>
public sealed record RecordingProgressed(Recording Recording) : RoomSignal;

/// <summary>A recording of the room has been deleted.</summary>
public sealed record RecordingDeleted(Recording Recording) : RoomSignal;

/// <summary>What somebody who joins must know of the room.</summary>
public sealed record RoomState(bool IsBeingRecorded) : RoomSignal;
