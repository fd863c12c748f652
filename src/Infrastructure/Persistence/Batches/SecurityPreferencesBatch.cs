using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Reads the security preferences, which each request to create a room needs.</summary>
internal sealed class SecurityPreferencesBatch(IMeetDatabase meet)
    : Batch<ValueTuple, SecurityPreferences>(meet.Open),
        ISecurityPreferencesReader
{
    public Task<SecurityPreferences> GetSecurityAsync(CancellationToken ct) =>
        AskAsync(default, ct);

    protected override async Task<IReadOnlyList<SecurityPreferences>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<ValueTuple> questions
    )
    {
        var row = await database.SecurityPreferences.SingleOrDefaultAsync();
        var preferences = row?.ToPreferences() ?? SecurityPreferences.Default;
        return [.. questions.Select(_ => preferences)];
    }
}
