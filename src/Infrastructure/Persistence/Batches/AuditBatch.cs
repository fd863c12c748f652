using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>Adds entries that tell of no change in the database: tokens, for instance. They do not wait for the disk.</summary>
internal sealed class AuditBatch(IMeetDatabase meet)
    : Batch<AuditEntry, ValueTuple>(meet.OpenWithoutSync)
{
    protected override async Task<IReadOnlyList<ValueTuple>> AnswerAsync(
        MeetDbContext database,
        IReadOnlyList<AuditEntry> questions
    )
    {
        try
        {
            database.AddRange(questions);
            await database.SaveChangesAsync();
        }
        finally
        {
            database.ChangeTracker.Clear();
        }

        return new ValueTuple[questions.Count];
    }
}
