using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The recordings to delete, 1 to 100. A text that is not a recording id is kept, so that the answer can name it.</summary>
public sealed record RecordingIdList(IReadOnlyList<RecordingReference> Recordings)
    : IParsableValue<RecordingIdList>
{
    private const int Max = 100;

    public static string Rule => $"Must name 1 to {Max} recordings, separated by commas.";

    public string Text => string.Join(',', Recordings.Select(recording => recording.Text));

    public static bool TryParse(string? text, [NotNullWhen(true)] out RecordingIdList? value)
    {
        var texts = text?.Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
        value = texts is { Length: > 0 and <= Max }
            ? new([
                .. texts.Select(one => new RecordingReference(
                    one,
                    ParsableValue.ParseOrNull<RecordingId>(one)
                )),
            ])
            : null;
        return value is not null;
    }
}
