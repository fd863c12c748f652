using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Import;

/// <summary>Adopts the rooms and recordings that an OpenVidu Meet installation left in the store. Can be repeated.</summary>
/// <param name="Progress">Told of every document.</param>
public sealed record ImportArchive(IProgress<ImportStep> Progress)
    : IRequest<Result<ImportSummary>>,
        IRestricted
{
    public Permission Needs => Permission.ServerItself;
}

/// <param name="Source">Where the document lies.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was not adopted.</param>
public sealed record ImportStep(string Source, ImportOutcome Outcome, string? Reason = null);

public enum ImportOutcome
{
    Adopted,

    /// <summary>The database knows it already.</summary>
    Known,

    /// <summary>It is of no use any more.</summary>
    Skipped,

    /// <summary>It should have been adopted, and could not be.</summary>
    Faulty,
}

/// <param name="Adopted">How many were adopted; and so on, as <see cref="ImportOutcome"/> has them.</param>
public sealed record ImportSummary(int Adopted, int Known, int Skipped, int Faulty);

internal sealed class ImportArchiveHandler(
    IMeetArchive archive,
    IRoomRepository rooms,
    IRecordingRepository recordings,
    IRecordingStore store,
    TimeProvider clock
) : IRequestHandler<ImportArchive, Result<ImportSummary>>
{
    public async Task<Result<ImportSummary>> Handle(ImportArchive request, CancellationToken ct)
    {
        var steps = new List<ImportOutcome>();
        try
        {
            await foreach (var room in archive.ReadRoomsAsync(ct))
                Report(await AdoptAsync(room, ct));
            await foreach (var recording in archive.ReadRecordingsAsync(ct))
                Report(await AdoptAsync(recording, ct));
        }
        catch (IOException)
        {
            return StorageErrors.Unavailable;
        }

        return new ImportSummary(
            steps.Count(outcome => outcome == ImportOutcome.Adopted),
            steps.Count(outcome => outcome == ImportOutcome.Known),
            steps.Count(outcome => outcome == ImportOutcome.Skipped),
            steps.Count(outcome => outcome == ImportOutcome.Faulty)
        );

        void Report(ImportStep step)
        {
            steps.Add(step.Outcome);
            request.Progress.Report(step);
        }
    }

    private async Task<ImportStep> AdoptAsync(Archived<Room> found, CancellationToken ct)
    {
        if (found.Value is not { } room)
            return Faulty(found.Source, found.Fault!);
        if (room.ExpiresAt <= clock.GetUtcNow())
            return new ImportStep(found.Source, ImportOutcome.Skipped, "the room has expired");
        var outcome = await rooms.TryAddAsync(room, ct)
            ? ImportOutcome.Adopted
            : ImportOutcome.Known;
        return new ImportStep(found.Source, outcome);
    }

    private async Task<ImportStep> AdoptAsync(Archived<Recording> found, CancellationToken ct)
    {
        if (found.Value is not { } recording)
            return Faulty(found.Source, found.Fault!);
        if (await recordings.FindAsync(recording.Id, ct) is not null)
            return new ImportStep(found.Source, ImportOutcome.Known);

        if (recording.IsPlayable)
        {
            var opened = await store.OpenAsync(recording.Id, known: null, ct);
            if (opened is { IsFailure: true, Error: UnreadableMedia unreadable })
                return Faulty(found.Source, $"its media cannot be read: {unreadable.Reason}");
            if (opened is { IsFailure: true, Error.Kind: ErrorKind.Unavailable })
                throw new IOException(opened.Error.Message);
            if (opened.IsFailure)
                return Faulty(found.Source, $"no media: {opened.Error.Message}");
            await using var media = opened.Value;
            recording = recording with { Media = media.Facts, Size = media.Facts.Size };
        }

        await recordings.TryAddAsync(recording, ct);
        return new ImportStep(found.Source, ImportOutcome.Adopted);
    }

    private static ImportStep Faulty(string source, string reason) =>
        new(source, ImportOutcome.Faulty, reason);
}
