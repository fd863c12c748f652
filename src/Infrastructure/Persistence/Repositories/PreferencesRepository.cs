using System.Data;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Infrastructure.Persistence.Batches;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class PreferencesRepository(MeetDbContext database, SecurityPreferencesReads reads)
    : IPreferencesRepository
{
    public Task<SecurityPreferences> GetSecurityAsync(CancellationToken ct) =>
        reads.AskAsync(default, ct);

    public async Task<SecurityPreferences> UpdateSecurityAsync(
        Func<SecurityPreferences, SecurityPreferences> change,
        CancellationToken ct
    )
    {
        // Serializable: SQLite takes its write lock at the start, before anything is read.
        await using var transaction = await database.Database.BeginTransactionAsync(
            IsolationLevel.Serializable,
            ct
        );
        database.ChangeTracker.Clear();
        var saved = await database.SecurityPreferences.SingleOrDefaultAsync(ct);
        var changed = change(saved?.ToPreferences() ?? SecurityPreferences.Default);

        if (saved is null)
            database.Add(SecurityPreferencesRow.From(changed));
        else
            database.Entry(saved).CurrentValues.SetValues(SecurityPreferencesRow.From(changed));

        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }
}
