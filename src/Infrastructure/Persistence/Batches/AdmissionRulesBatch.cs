using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Reads rooms together with the security preferences, in one statement.</summary>
internal sealed class AdmissionRulesBatch(IMeetDatabase meet, TimeProvider clock)
    : Batch<RoomName, AdmissionRules?>(meet.Open),
        IAdmissionRulesReader
{
    public Task<AdmissionRules?> FindAsync(RoomName name, CancellationToken ct) =>
        AskAsync(name, ct);

    protected override async Task<IReadOnlyList<AdmissionRules?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<RoomName> questions
    )
    {
        var now = clock.GetUtcNow();
        var names = questions.Distinct().ToArray();
        var rooms = await database
            .Rooms.Where(room => EF.Parameter(names).Contains(room.Name) && room.ExpiresAt > now)
            // A join: Entity Framework would run a query for the single row on its own.
            .SelectMany(
                room => database.SecurityPreferences.DefaultIfEmpty(),
                (room, security) => new { Room = room, Security = security }
            )
            .ToDictionaryAsync(
                found => found.Room.Name,
                found => new AdmissionRules(
                    found.Room,
                    found.Security?.ToPreferences() ?? SecurityPreferences.Default
                )
            );
        return [.. questions.Select(rooms.GetValueOrDefault)];
    }
}
