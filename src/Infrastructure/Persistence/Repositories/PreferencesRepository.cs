using System.Data;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence.Batches;
using OpenViduMeet.Infrastructure.Webhooks;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class PreferencesRepository(
    MeetDbContext database,
    SecurityPreferencesReads security,
    WebhookOptions webhooks
) : IPreferencesRepository
{
    public Task<SecurityPreferences> GetSecurityAsync(CancellationToken ct) =>
        security.AskAsync(default, ct);

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

    public async Task<WebhookPreferences> GetWebhooksAsync(CancellationToken ct)
    {
        var row = await database.WebhookPreferences.AsNoTracking().SingleOrDefaultAsync(ct);
        return row?.ToPreferences() ?? webhooks.First;
    }

    public async Task<Result<WebhookPreferences>> UpdateWebhooksAsync(
        Func<WebhookPreferences, Result<WebhookPreferences>> change,
        CancellationToken ct
    )
    {
        // Serializable: SQLite takes its write lock at the start, before anything is read.
        await using var transaction = await database.Database.BeginTransactionAsync(
            IsolationLevel.Serializable,
            ct
        );
        database.ChangeTracker.Clear();
        var saved = await database.WebhookPreferences.SingleOrDefaultAsync(ct);
        var changed = change(saved?.ToPreferences() ?? webhooks.First);
        if (changed.IsFailure)
            return changed;

        if (saved is null)
            database.Add(WebhookPreferencesRow.From(changed.Value));
        else
            database
                .Entry(saved)
                .CurrentValues.SetValues(WebhookPreferencesRow.From(changed.Value));

        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    public async Task<AppearancePreferences> GetAppearanceAsync(CancellationToken ct)
    {
        var row = await database.AppearancePreferences.AsNoTracking().SingleOrDefaultAsync(ct);
        return row is null ? AppearancePreferences.Default : new AppearancePreferences(row.Json);
    }

    public Task SaveAppearanceAsync(AppearancePreferences preferences, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "AppearancePreferences" ("Id", "Json")
            VALUES ({AppearancePreferencesRow.OnlyId}, {preferences.Json})
            ON CONFLICT ("Id") DO UPDATE SET "Json" = excluded."Json"
            """,
            ct
        );
}
