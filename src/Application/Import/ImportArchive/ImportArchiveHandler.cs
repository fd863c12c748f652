using MediatR;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Import;

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
