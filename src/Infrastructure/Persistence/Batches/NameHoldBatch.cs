using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Holds names. One statement, so that the database decides between concurrent callers. Replaces expired holds.</summary>
internal sealed class NameHoldBatch(IServiceScopeFactory scopes, TimeProvider clock)
    : Batch<ParticipantInRoom, bool>(scopes)
{
    protected override async Task<IReadOnlyList<bool>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<ParticipantInRoom> questions
    )
    {
        // PostgreSQL does not update a row twice in one statement, so each name is asked for once, for the first caller.
        var free = questions.ToHashSet();
        var now = clock.GetUtcNow();
        var (statement, parameters) = Statement([.. free], now);
        var held = await database
            .ParticipantNameHolds.FromSqlRaw(statement, parameters)
            .ToListAsync();
        free.IntersectWith(held.Select(hold => new ParticipantInRoom(hold.Room, hold.Participant)));
        return [.. questions.Select(free.Remove)];
    }

    private static (string Statement, object[] Parameters) Statement(
        IReadOnlyList<ParticipantInRoom> asked,
        DateTimeOffset now
    )
    {
        var until = now + IParticipantNameHolds.Duration;
        var parameters = new List<object>
        {
            now.ToUnixTimeMilliseconds(),
            until.ToUnixTimeMilliseconds(),
        };
        var rows = new StringBuilder();
        foreach (var (room, participant) in asked)
        {
            rows.Append(rows.Length > 0 ? ", " : "")
                .Append(null, $"({{{parameters.Count}}}, {{{parameters.Count + 1}}}, {{1}})");
            parameters.Add(room.Value);
            parameters.Add(participant.Value);
        }

        var statement = $$"""
            INSERT INTO "ParticipantNameHolds" ("Room", "Participant", "HeldUntil")
            VALUES {{rows}}
            ON CONFLICT ("Room", "Participant") DO UPDATE SET "HeldUntil" = excluded."HeldUntil"
            WHERE "ParticipantNameHolds"."HeldUntil" <= {0}
            RETURNING *
            """;
        return (statement, [.. parameters]);
    }
}
