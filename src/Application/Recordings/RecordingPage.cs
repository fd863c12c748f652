using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recordings">Newest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> after the last.</param>
public sealed record RecordingPage(IReadOnlyList<Recording> Recordings, RecordingPosition? Next);
