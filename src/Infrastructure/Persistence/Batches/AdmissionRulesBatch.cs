using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Reads rooms together with the security preferences and the bans of some names, in one statement.</summary>
internal sealed class AdmissionRulesBatch(IMeetDatabase meet, TimeProvider clock)
    : Batch<AdmissionQuestion, AdmissionRules?>(meet.Open),
        IAdmissionRulesReader
{
    public Task<AdmissionRules?> FindAsync(
        RoomName name,
        IReadOnlyList<ParticipantName> people,
        CancellationToken ct
    ) => AskAsync(new AdmissionQuestion(name, people), ct);

    protected override async Task<IReadOnlyList<AdmissionRules?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<AdmissionQuestion> questions
    )
    {
        var now = clock.GetUtcNow();
        var names = questions.Select(asked => asked.Room).Distinct().ToArray();
        var people = questions.SelectMany(asked => asked.People).Distinct().ToArray();
        var rows = await database
            .Rooms.Where(room => EF.Parameter(names).Contains(room.Name) && room.ExpiresAt > now)
            // A join: Entity Framework would run a query for the single row on its own.
            .SelectMany(
                room => database.SecurityPreferences.DefaultIfEmpty(),
                (room, security) => new { Room = room, Security = security }
            )
            .SelectMany(
                found =>
                    database
                        .ParticipantBans.Where(ban =>
                            ban.Room == found.Room.Name
                            && EF.Parameter(people).Contains(ban.Participant)
                        )
                        .DefaultIfEmpty(),
                (found, ban) =>
                    new
                    {
                        found.Room,
                        found.Security,
                        Ban = ban,
                    }
            )
            .ToListAsync();
        // A row for each ban, with the same room.
        var rules = rows.GroupBy(row => row.Room.Name)
            .ToDictionary(
                ofRoom => ofRoom.Key,
                ofRoom => new AdmissionRules(
                    ofRoom.First().Room,
                    ofRoom.First().Security?.ToPreferences() ?? SecurityPreferences.Default,
                    [.. ofRoom.Select(row => row.Ban).OfType<ParticipantBan>()]
                )
            );
        return [.. questions.Select(asked => rules.GetValueOrDefault(asked.Room))];
    }
}

/// <param name="People">The names whose bans are read.</param>
internal readonly record struct AdmissionQuestion(
    RoomName Room,
    IReadOnlyList<ParticipantName> People
);
