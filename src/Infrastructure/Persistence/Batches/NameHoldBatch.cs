using System.Data.Common;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// Holds names. One statement, so that the database decides between concurrent callers. Replaces expired holds. A hold lasts a minute, so
/// it does not wait for the disk.
/// </summary>
internal sealed class NameHoldBatch(IMeetDatabase meet, TimeProvider clock)
    : Batch<HoldQuestion, ParticipantNameHold?>(meet.OpenWithoutSync)
{
    private readonly KeptCommand _hold = new(
        database =>
            $"""
            INSERT INTO "ParticipantNameHolds" ("Room", "Participant", "HeldUntil", "FamilyId")
            SELECT value ->> 'Room', value ->> 'Participant', @until, {database.GuidOf(
                "value ->> 'Family'"
            )}
            FROM {database.JsonRows}
            WHERE true
            ON CONFLICT ("Room", "Participant") DO UPDATE
            SET "HeldUntil" = excluded."HeldUntil", "FamilyId" = excluded."FamilyId"
            WHERE "ParticipantNameHolds"."HeldUntil" <= @now
                OR "ParticipantNameHolds"."FamilyId" = excluded."FamilyId"
            RETURNING "Room", "Participant", "HeldUntil", "FamilyId"
            """,
        meet.WaitToWriteAsync
    );

    protected override async Task<IReadOnlyList<ParticipantNameHold?>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<HoldQuestion> questions
    )
    {
        var now = clock.GetUtcNow();
        var until = now + IParticipantNameHolds.Duration;
        var held = await _hold.ReadAsync(
            database,
            ReadAsync,
            // PostgreSQL does not update a row twice in one statement, so each name is asked for once, for the first caller. All nodes ask in
            // the same order, so that no two statements wait for each other's rows.
            JsonRows.Of(
                questions
                    .DistinctBy(asked => asked.Name)
                    .OrderBy(asked => asked.Name.Room.Value, StringComparer.Ordinal)
                    .ThenBy(asked => asked.Name.Participant.Value, StringComparer.Ordinal)
                    .Select(asked => new
                    {
                        Room = asked.Name.Room.Value,
                        Participant = asked.Name.Participant.Value,
                        Family = JsonRows.TextOf(asked.FamilyId),
                    })
            ),
            ("@now", now.ToUnixTimeMilliseconds()),
            ("@until", until.ToUnixTimeMilliseconds())
        );
        return
        [
            .. questions.Select(asked =>
                held.TryGetValue(asked.Name, out var hold) && hold.FamilyId == asked.FamilyId
                    ? hold
                    : null
            ),
        ];
    }

    private static async Task<Dictionary<ParticipantInRoom, ParticipantNameHold>> ReadAsync(
        DbDataReader rows
    )
    {
        var held = new Dictionary<ParticipantInRoom, ParticipantNameHold>();
        while (await rows.ReadAsync())
        {
            var hold = new ParticipantNameHold(
                ValueText<RoomName>.Read(rows.GetString(0)),
                ValueText<ParticipantName>.Read(rows.GetString(1)),
                UnixMilliseconds.Read(rows.GetInt64(2)),
                rows.GetGuid(3)
            );
            held.Add(new ParticipantInRoom(hold.Room, hold.Participant), hold);
        }

        return held;
    }
}
