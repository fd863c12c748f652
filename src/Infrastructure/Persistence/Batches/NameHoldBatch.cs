using System.Text;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// Holds names. One statement, so that the database decides between concurrent callers. Replaces expired holds. A hold lasts a minute, so
/// it does not wait for the disk.
/// </summary>
internal sealed class NameHoldBatch(IMeetDatabase meet, TimeProvider clock)
    : Batch<ParticipantInRoom, ParticipantNameHold?>(meet.OpenWithoutSync)
{
    protected override async Task<IReadOnlyList<ParticipantNameHold?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<ParticipantInRoom> questions
    )
    {
        // PostgreSQL does not update a row twice in one statement, so each name is asked for once, for the first caller. All nodes ask in the
        // same order, so that no two statements wait for each other's rows.
        var (statement, parameters) = Statement(
            [
                .. questions
                    .Distinct()
                    .OrderBy(asked => asked.Room.Value, StringComparer.Ordinal)
                    .ThenBy(asked => asked.Participant.Value, StringComparer.Ordinal),
            ],
            clock.GetUtcNow()
        );
        var held = await database
            .ParticipantNameHolds.FromSqlRaw(statement, parameters)
            .ToDictionaryAsync(hold => new ParticipantInRoom(hold.Room, hold.Participant));
        return [.. questions.Select(asked => held.Remove(asked, out var hold) ? hold : null)];
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
            RETURNING "Room", "Participant", "HeldUntil"
            """;
        return (statement, [.. parameters]);
    }
}
