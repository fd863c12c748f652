using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <summary>Answers requests for the media of recordings, from callers who may watch them.</summary>
internal sealed class RecordingPlayer(IPlayableRecordings recordings, IRecordingStore store)
{
    /// <returns>The response; <see cref="RecordingErrors.NotFound"/> if there is no complete media.</returns>
    public async Task<Result<RecordingPlayback>> PlayAsync(
        RecordingId id,
        MediaRequest request,
        CancellationToken ct
    )
    {
        if (await recordings.FindAsync(id, ct) is not { } recording)
            return RecordingErrors.NotFound;

        var playback = await PlayAsync(request, recording, recording.Media, ct);
        // The known facts of the media are outdated, so the store is asked again, once.
        if (playback.Error == StorageErrors.Replaced)
            playback = await PlayAsync(request, recording, known: null, ct);
        if (playback.Error == StorageErrors.NotFound)
            return RecordingErrors.NotFound;
        return playback.Error == StorageErrors.Replaced ? StorageErrors.Unavailable : playback;
    }

    private async Task<Result<RecordingPlayback>> PlayAsync(
        MediaRequest request,
        Recording recording,
        MediaFacts? known,
        CancellationToken ct
    )
    {
        var opened = await store.OpenAsync(recording.Id, known, ct);
        if (opened.IsFailure)
            return opened.Error;

        var media = opened.Value;
        Result<RecordingPlayback>? answer = null;
        try
        {
            if (media.Facts != recording.Media)
                recordings.Remember(recording, media.Facts);
            answer = await AnswerAsync(request, recording.Id, media, ct);
            return answer;
        }
        finally
        {
            if (answer is not { IsFailure: false, Value.Content: not null })
                await media.DisposeAsync();
        }
    }

    private static async Task<Result<RecordingPlayback>> AnswerAsync(
        MediaRequest request,
        RecordingId id,
        StoredMedia media,
        CancellationToken ct
    )
    {
        var answer = new RecordingPlayback(media.Facts, id.FileName);
        switch (request.Conditions.Evaluate(media.Facts))
        {
            case ConditionOutcome.Failed:
                return RecordingErrors.PreconditionFailed;
            case ConditionOutcome.NotModified:
                return answer with { IsNotModified = true };
        }

        if (!request.WithContent)
            return answer;

        var asked = request.Conditions.RangeApplies(media.Facts)
            ? request.Range
            : RangeHeader.Whole;
        if (asked.IsFailure)
            return asked.Error;

        if (!asked.Value.TryResolve(media.Facts.Size, out var range))
            return RecordingErrors.RangeNotSatisfiable with { Size = media.Facts.Size };

        if (media.Facts.Size == 0)
            return answer with { Content = Stream.Null, Source = media };

        var content = await media.ReadAsync(range ?? new ByteRange(0, media.Facts.Size - 1), ct);
        return content.IsFailure
            ? content.Error
            : answer with
            {
                Range = range,
                Content = content.Value,
                Source = media,
            };
    }
}

/// <summary>A request for the media of a recording.</summary>
/// <param name="Range">The content of the <c>Range</c> header, or the error if it cannot be read.</param>
/// <param name="WithContent">Whether the media is requested, and not only its headers.</param>
public sealed record MediaRequest(
    Result<RangeHeader> Range,
    MediaConditions Conditions,
    bool WithContent
);
