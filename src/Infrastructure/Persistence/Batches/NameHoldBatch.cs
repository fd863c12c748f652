using System.Text;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// Holds names. One statement, so that the database decides between concurrent callers. Replaces expired holds. A hold lasts a minute, so
/// it does not wait for the disk.
/// </summary>
internal sealed class NameHoldBatch(IMeetDatabase meet, TimeProvider clock)
    : Batch<HoldQuestion, ParticipantNameHold?>(meet.OpenWithoutSync)
{
    protected override async Task<IReadOnlyList<ParticipantNameHold?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<HoldQuestion> questions
    )
    {
        // PostgreSQL does not update a row twice in one statement, so each name is asked for once, for the first caller. All nodes ask in the
        // same order, so that no two statements wait for each other's rows.
        var (statement, parameters) = Statement(
            [
                .. questions
                    .DistinctBy(asked => asked.Name)
                    .OrderBy(asked => asked.Name.Room.Value, StringComparer.Ordinal)
                    .ThenBy(asked => asked.Name.Participant.Value, StringComparer.Ordinal),
            ],
            clock.GetUtcNow()
        );
        var held = await database
            .ParticipantNameHolds.FromSqlRaw(statement, parameters)
            .ToDictionaryAsync(hold => new ParticipantInRoom(hold.Room, hold.Participant));
        return
        [
            .. questions.Select(asked =>
                held.TryGetValue(asked.Name, out var hold) && hold.FamilyId == asked.FamilyId
                    ? hold
                    : null
            ),
        ];
    }

    private static (string Statement, object[] Parameters) Statement(
        IReadOnlyList<HoldQuestion> asked,
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
        foreach (var ((room, participant), familyId) in asked)
        {
            var next = parameters.Count;
            rows.Append(rows.Length > 0 ? ", " : "")
                .Append(null, $"({{{next}}}, {{{next + 1}}}, {{1}}, {{{next + 2}}})");
            parameters.AddRange([room.Value, participant.Value, familyId]);
        }

        var statement = $$"""
            INSERT INTO "ParticipantNameHolds" ("Room", "Participant", "HeldUntil", "FamilyId")
            VALUES {{rows}}
            ON CONFLICT ("Room", "Participant") DO UPDATE
            SET "HeldUntil" = excluded."HeldUntil", "FamilyId" = excluded."FamilyId"
            WHERE "ParticipantNameHolds"."HeldUntil" <= {0}
                OR "ParticipantNameHolds"."FamilyId" = excluded."FamilyId"
            RETURNING "Room", "Participant", "HeldUntil", "FamilyId"
            """;
        return (statement, [.. parameters]);
    }
}
