using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Import;

/// <summary>Adopts the rooms and recordings that an OpenVidu Meet installation left in its bucket. The import can be repeated.</summary>
/// <param name="Progress">Receives the outcome for each document.</param>
public sealed record ImportBucket(IProgress<ImportStep> Progress)
    : IRequest<Result<ImportSummary>>,
        IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

/// <param name="Source">The location of the document.</param>
/// <param name="Outcome">What was done with the document.</param>
/// <param name="Reason">The reason if the document was not adopted.</param>
public sealed record ImportStep(string Source, ImportOutcome Outcome, string? Reason = null);

public enum ImportOutcome
{
    Adopted,

    /// <summary>The database already contains the room or recording.</summary>
    Known,

    /// <summary>The room has expired.</summary>
    Skipped,

    /// <summary>The document could not be adopted.</summary>
    Faulty,
}

/// <param name="Adopted">The number of adopted documents. The other numbers follow <see cref="ImportOutcome"/> in the same way.</param>
public sealed record ImportSummary(int Adopted, int Known, int Skipped, int Faulty);

internal sealed class ImportBucketHandler(
    IMeetBucket bucket,
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IRecordingStore store,
    TimeProvider clock
) : IRequestHandler<ImportBucket, Result<ImportSummary>>
{
    public async Task<Result<ImportSummary>> Handle(ImportBucket request, CancellationToken ct)
    {
        var steps = new List<ImportOutcome>();
        await foreach (var room in bucket.ReadRoomsAsync(ct))
        {
            if (Report(await AdoptAsync(room, ct)) is { IsFailure: true } failed)
                return failed.Error;
        }

        await foreach (var recording in bucket.ReadRecordingsAsync(ct))
        {
            if (Report(await AdoptAsync(recording, ct)) is { IsFailure: true } failed)
                return failed.Error;
        }

        return new ImportSummary(
            steps.Count(outcome => outcome == ImportOutcome.Adopted),
            steps.Count(outcome => outcome == ImportOutcome.Known),
            steps.Count(outcome => outcome == ImportOutcome.Skipped),
            steps.Count(outcome => outcome == ImportOutcome.Faulty)
        );

        Result<ImportStep> Report(Result<ImportStep> step)
        {
            if (step.IsFailure)
                return step;
            steps.Add(step.Value.Outcome);
            request.Progress.Report(step.Value);
            return step;
        }
    }

    private async Task<Result<ImportStep>> AdoptAsync(
        StoredDocument<Room> document,
        CancellationToken ct
    )
    {
        if (document.Content.IsFailure)
            return FaultOf(document.Key, document.Content.Error);
        var room = document.Content.Value;
        if (room.ExpiresAt <= clock.GetUtcNow())
            return new ImportStep(document.Key, ImportOutcome.Skipped, "the room has expired");
        var outcome = await rooms.TryAddAsync(room, ct)
            ? ImportOutcome.Adopted
            : ImportOutcome.Known;
        return new ImportStep(document.Key, outcome);
    }

    private async Task<Result<ImportStep>> AdoptAsync(
        StoredDocument<Recording> document,
        CancellationToken ct
    )
    {
        if (document.Content.IsFailure)
            return FaultOf(document.Key, document.Content.Error);
        var recording = document.Content.Value;
        if (await recordings.FindAsync(recording.Id, ct) is not null)
            return new ImportStep(document.Key, ImportOutcome.Known);

        if (recording.IsPlayable)
        {
            var opened = await store.OpenAsync(recording.Id, known: null, ct);
            if (opened.IsFailure)
                return MediaFaultOf(document.Key, opened.Error);
            await using var media = opened.Value;
            recording = recording with { Media = media.Facts, Size = media.Facts.Size };
        }

        await recordings.TryAddAsync(recording, ct);
        return new ImportStep(document.Key, ImportOutcome.Adopted);
    }

    private static Result<ImportStep> FaultOf(string key, Error error) =>
        error is UnreadableObject unreadable ? Faulty(key, unreadable.Reason) : error;

    private static Result<ImportStep> MediaFaultOf(string key, Error error) =>
        error switch
        {
            UnreadableObject unreadable => Faulty(
                key,
                $"its media cannot be read: {unreadable.Reason}"
            ),
            { Kind: ErrorKind.Unavailable } => error,
            _ => Faulty(key, $"no media: {RecordingErrors.NotFound.Message}"),
        };

    private static ImportStep Faulty(string key, string reason) =>
        new(key, ImportOutcome.Faulty, reason);
}
