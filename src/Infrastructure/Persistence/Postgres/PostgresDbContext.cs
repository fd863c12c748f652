using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options)
    : MeetDbContext(options)
{
    /// <summary>Compares texts by their bytes, as SQLite and the page tokens do, whatever the database's own collation is.</summary>
    private const string ByteOrder = "C";

    public override string ForUpdateSkipLocked => "FOR UPDATE SKIP LOCKED";

    public override string JsonRows => "json_array_elements(@rows::json) AS rows(value)";

    /// <summary>The lock ends with the transaction, so also with the connection of a node that was killed.</summary>
    public override async Task<IDbContextTransaction> BeginWritingAsync(
        string subject,
        CancellationToken ct
    )
    {
        var transaction = await Database.BeginTransactionAsync(ct);
        try
        {
            await Database.ExecuteSqlAsync(
                $"SELECT pg_advisory_xact_lock(hashtextextended({subject}, 0))",
                ct
            );
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public override string GuidOf(string text) => $"({text})::uuid";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (
            var property in modelBuilder
                .Model.GetEntityTypes()
                .SelectMany(type => type.GetProperties())
        )
        {
            var stored =
                property.GetProviderClrType()
                ?? property.GetValueConverter()?.ProviderClrType
                ?? property.ClrType;
            if (stored == typeof(string))
                property.SetCollation(ByteOrder);
        }
    }
}
