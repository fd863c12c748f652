using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Adds entries that tell of no change in the database: tokens, for instance. They do not wait for the disk.</summary>
internal sealed class AuditBatch(IMeetDatabase meet)
    : Batch<AuditEntry, ValueTuple>(meet.OpenWithoutSync)
{
    private readonly KeptCommand _add = new(
        database =>
            $"""
                INSERT INTO "AuditEntries"
                    ("At", "Action", "ActorKind", "Actor", "Address", "Outcome", "Room", "Participant", "Recording", "Target")
                SELECT CAST(value ->> 'At' AS BIGINT), value ->> 'Action', value ->> 'ActorKind', value ->> 'Actor',
                    value ->> 'Address', value ->> 'Outcome', value ->> 'Room', value ->> 'Participant', value ->> 'Recording',
                    value ->> 'Target'
                FROM {database.JsonRows}
                """,
        meet.WaitToWriteAsync
    );

    protected override async Task<IReadOnlyList<ValueTuple>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<AuditEntry> questions
    )
    {
        await _add.ExecuteAsync(
            database,
            JsonRows.Of(
                questions.Select(entry => new
                {
                    At = entry.At.ToUnixTimeMilliseconds(),
                    entry.Action,
                    ActorKind = entry.ActorKind.ToString(),
                    entry.Actor,
                    entry.Address,
                    entry.Outcome,
                    entry.Room,
                    entry.Participant,
                    entry.Recording,
                    entry.Target,
                })
            )
        );
        return new ValueTuple[questions.Count];
    }
}
