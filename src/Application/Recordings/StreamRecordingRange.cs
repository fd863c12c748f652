using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Recordings;

/// <param name="Recording"><see langword="null"/> if the text is not a recording id.</param>
/// <param name="Range">The content of the <c>Range</c> header, or the error if it cannot be read.</param>
/// <param name="WithContent">Whether the media is requested, and not only its headers.</param>
public sealed record StreamRecordingRange(
    RecordingId? Recording,
    Result<RangeHeader> Range,
    MediaConditions Conditions,
    bool WithContent
) : IRequest<Result<RecordingPlayback>>, IRestricted
{
    public Permission Needs => Permission.Administrator;
}

internal sealed class StreamRecordingRangeHandler(
    IPlayableRecordings recordings,
    IRecordingStore store
) : IRequestHandler<StreamRecordingRange, Result<RecordingPlayback>>
{
    public async Task<Result<RecordingPlayback>> Handle(
        StreamRecordingRange request,
        CancellationToken ct
    )
    {
        if (
            request.Recording is not { } id
            || await recordings.FindAsync(id, ct) is not { } recording
        )
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
        StreamRecordingRange request,
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
        StreamRecordingRange request,
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

/// <summary>The response to a request for a recording's media. Dispose it when everything is sent.</summary>
/// <param name="Facts">The current facts of the media.</param>
/// <param name="FileName">The name of a downloaded file.</param>
public sealed record RecordingPlayback(MediaFacts Facts, string FileName) : IAsyncDisposable
{
    /// <summary>Whether the caller already has the current media, so that no content is sent.</summary>
    public bool IsNotModified { get; init; }

    /// <summary>The range that is sent, or <see langword="null"/> for the whole media.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// The content. It starts at the first byte to send and may continue past the last. <see langword="null"/> if no content is sent.
    /// </summary>
    public Stream? Content { get; init; }

    /// <summary>The owner of the content, which is disposed after it.</summary>
    public IAsyncDisposable? Source { get; init; }

    /// <summary>The number of bytes of <see cref="Content"/> to send.</summary>
    public long ContentLength => Range?.Length ?? Facts.Size;

    public async ValueTask DisposeAsync()
    {
        if (Content is not null)
            await Content.DisposeAsync();
        if (Source is not null)
            await Source.DisposeAsync();
    }
}
