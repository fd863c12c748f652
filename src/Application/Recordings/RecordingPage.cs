using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recordings">Newest first.</param>
/// <param name="NextPageToken">The token for the next page, or <see langword="null"/> after the last.</param>
public sealed record RecordingPage(IReadOnlyList<Recording> Recordings, string? NextPageToken)
{
    internal static string TokenAfter(Recording last) =>
        PageToken.Write(last.StartedAt, last.Id.ToString());

    internal static bool TryReadToken(
        string token,
        [NotNullWhen(true)] out RecordingPosition? position
    )
    {
        position =
            PageToken.TryRead(token, out var startedAt, out var text)
            && RecordingId.TryParse(text, out var id)
                ? new RecordingPosition(startedAt, id)
                : null;
        return position is not null;
    }
}
