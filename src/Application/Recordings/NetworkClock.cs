namespace OpenViduMeet.Application.Recordings;

/// <summary>Bounds what waits for the outside: a network takes its real time, wherever a test has set the server's clock.</summary>
internal sealed record NetworkClock(TimeProvider Time);
