using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Infrastructure.Audit;
using OpenViduMeet.Infrastructure.Persistence.Batches;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class AuditLog(
    MeetDbContext database,
    AuditBatch added,
    AuditOptions options,
    TimeProvider clock
) : IAuditLog
{
    /// <summary>How many entries are deleted at once.</summary>
    private const int PartSize = 1000;

    public Task AddAsync(AuditEntry entry, CancellationToken ct) => added.AskAsync(entry, ct);

    public async Task<IReadOnlyList<AuditEntry>> ListAsync(
        AuditFilter filter,
        AuditPosition? before,
        int maxItems,
        CancellationToken ct
    )
    {
        var entries = Filtered(filter);
        if (before is { Sequence: var sequence })
            entries = entries.Where(entry => entry.Sequence < sequence);
        return await entries
            .OrderByDescending(entry => entry.Sequence)
            .Take(maxItems)
            .ToListAsync(ct);
    }

    public IAsyncEnumerable<AuditEntry> ReadAllAsync(AuditFilter filter, CancellationToken ct) =>
        InParts.ReadAsync<AuditEntry>(
            last =>
            {
                var read = last?.Sequence ?? 0;
                return Filtered(filter)
                    .Where(entry => entry.Sequence > read)
                    .OrderBy(entry => entry.Sequence);
            },
            ct
        );

    /// <summary>A part at a time, so that no write of others waits for long.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - options.Retention;
        int deleted;
        do
        {
            var due = database
                .AuditEntries.Where(entry => entry.At < oldest)
                .OrderBy(entry => entry.At)
                .Select(entry => entry.Sequence)
                .Take(PartSize);
            deleted = await database
                .AuditEntries.Where(entry => due.Contains(entry.Sequence))
                .ExecuteDeleteAsync(ct);
        } while (deleted == PartSize);
    }

    private IQueryable<AuditEntry> Filtered(AuditFilter filter)
    {
        IQueryable<AuditEntry> entries = database.AuditEntries;
        if (filter.From is { } from)
            entries = entries.Where(entry => entry.At >= from);
        if (filter.To is { } to)
            entries = entries.Where(entry => entry.At < to);
        if (filter.Action is { } action)
            entries = entries.Where(entry => entry.Action == action);
        if (filter.Actor is { } actor)
            entries = entries.Where(entry => entry.Actor == actor);
        if (filter.Room is { } room)
            entries = entries.Where(entry => entry.Room == room);
        if (filter.Participant is { } participant)
            entries = entries.Where(entry => entry.Participant == participant);
        if (filter.Recording is { } recording)
            entries = entries.Where(entry => entry.Recording == recording);
        if (filter.Outcome is { } outcome)
            entries = entries.Where(entry => entry.Outcome == outcome);
        return entries;
    }
}
