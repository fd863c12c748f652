using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <param name="initialWebhooks">The webhook preferences until an administrator changes them.</param>
internal sealed class PreferencesRepository(
    MeetDbContext database,
    WebhookPreferences initialWebhooks
) : IPreferencesRepository
{
    public async Task<SecurityPreferences> UpdateSecurityAsync(
        Func<SecurityPreferences, SecurityPreferences> change,
        CancellationToken ct
    )
    {
        var updated = await UpdateAsync<SecurityPreferencesRow, SecurityPreferences>(
            row => change(row?.ToPreferences() ?? SecurityPreferences.Default),
            SecurityPreferencesRow.From,
            ct
        );
        return updated.Value;
    }

    public async Task<WebhookPreferences> GetWebhooksAsync(CancellationToken ct)
    {
        var row = await database.WebhookPreferences.SingleOrDefaultAsync(ct);
        return row?.ToPreferences() ?? initialWebhooks;
    }

    public Task<Result<WebhookPreferences>> UpdateWebhooksAsync(
        Func<WebhookPreferences, Result<WebhookPreferences>> change,
        CancellationToken ct
    ) =>
        UpdateAsync<WebhookPreferencesRow, WebhookPreferences>(
            row => change(row?.ToPreferences() ?? initialWebhooks),
            WebhookPreferencesRow.From,
            ct
        );

    public async Task<AppearancePreferences> GetAppearanceAsync(CancellationToken ct)
    {
        var row = await database.AppearancePreferences.SingleOrDefaultAsync(ct);
        return row is null ? AppearancePreferences.Default : new AppearancePreferences(row.Json);
    }

    public Task SaveAppearanceAsync(AppearancePreferences preferences, CancellationToken ct) =>
        database.ChangeAsync(
            () =>
                database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO "AppearancePreferences" ("Id", "Json")
                    VALUES ({AppearancePreferencesRow.OnlyId}, {preferences.Json})
                    ON CONFLICT ("Id") DO UPDATE SET "Json" = excluded."Json"
                    """,
                    ct
                ),
            ct
        );

    /// <summary>Changes or creates the single row of the table. Saves nothing if the change fails.</summary>
    /// <param name="change">Returns the new preferences, given the row or <see langword="null"/> if there is none.</param>
    private async Task<Result<TPreferences>> UpdateAsync<TRow, TPreferences>(
        Func<TRow?, Result<TPreferences>> change,
        Func<TPreferences, TRow> toRow,
        CancellationToken ct
    )
        where TRow : class
        where TPreferences : notnull
    {
        await using var transaction = await database.BeginWritingAsync("preferences", ct);
        database.ChangeTracker.Clear();
        var saved = await database.Set<TRow>().AsTracking().SingleOrDefaultAsync(ct);
        var changed = change(saved);
        if (changed.IsFailure)
            return changed;

        if (saved is null)
            database.Add(toRow(changed.Value));
        else
            database.Entry(saved).CurrentValues.SetValues(toRow(changed.Value));

        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }
}
