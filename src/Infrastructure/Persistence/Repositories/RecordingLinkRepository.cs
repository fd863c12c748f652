using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RecordingLinkRepository(
    MeetDbContext database,
    LinkViewings viewings,
    TimeProvider clock
) : IRecordingLinkRepository
{
    /// <summary>Far more than the clocks of nodes differ.</summary>
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromHours(1);

    public async Task<Result> AddAsync(RecordingLink link, CancellationToken ct)
    {
        await using var transaction = await database.BeginWritingAsync(
            $"links of {link.Recording}",
            ct
        );
        var exists = await database.Recordings.AnyAsync(
            recording =>
                recording.Id == link.Recording && recording.Status != RecordingStatus.Deleted,
            ct
        );
        if (!exists)
            return RecordingErrors.NotFound;

        var now = clock.GetUtcNow();
        // So that the links of a recording are bounded, however short-lived they are.
        await OfRecording(link.Recording)
            .Where(other => other.ExpiresAt <= now)
            .ExecuteDeleteAsync(ct);
        if (await OfRecording(link.Recording).CountAsync(ct) >= RecordingLink.MaxForRecording)
            return RecordingLinkErrors.TooMany;

        try
        {
            database.RecordingLinks.Add(link);
            await database.SaveChangesAsync(ct);
        }
        finally
        {
            database.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(ct);
        return Result.Ok;
    }

    public async Task<IReadOnlyList<RecordingLink>> ListAsync(
        RecordingId recording,
        CancellationToken ct
    ) =>
        await Existing(recording)
            .OrderBy(link => link.CreatedAt)
            .ThenBy(link => link.Id)
            .ToListAsync(ct);

    public async Task<bool> RemoveAsync(
        RecordingId recording,
        RecordingLinkId id,
        CancellationToken ct
    )
    {
        var removed = await database.ChangeAsync(
            () => Existing(recording).Where(link => link.Id == id).ExecuteDeleteAsync(ct),
            ct
        );
        // The id may be that of another recording's link.
        if (removed == 1)
            viewings.End(id);
        return removed == 1;
    }

    public async Task RemoveAllAsync(RecordingId recording, CancellationToken ct)
    {
        var ids = await OfRecording(recording).Select(link => link.Id).ToListAsync(ct);
        await OfRecording(recording).ExecuteDeleteAsync(ct);
        ids.ForEach(viewings.End);
    }

    public Task SweepAsync(CancellationToken ct)
    {
        var expiredBefore = clock.GetUtcNow() - KeptAfterExpiry;
        return database
            .RecordingLinks.Where(link => link.ExpiresAt < expiredBefore)
            .ExecuteDeleteAsync(ct);
    }

    private IQueryable<RecordingLink> OfRecording(RecordingId recording) =>
        database.RecordingLinks.Where(link => link.Recording == recording);

    private IQueryable<RecordingLink> Existing(RecordingId recording)
    {
        var now = clock.GetUtcNow();
        return OfRecording(recording).Where(link => link.ExpiresAt > now);
    }
}
