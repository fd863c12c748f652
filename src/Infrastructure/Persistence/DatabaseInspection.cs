namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>What a look at the database shows, which changes nothing.</summary>
/// <param name="Exists">Whether there is a database. A server that starts makes one.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Migrations">The migrations that this version knows.</param>
internal sealed record DatabaseInspection(
    bool Exists,
    SchemaState Schema,
    IReadOnlySet<string> Migrations
)
{
    /// <summary>The clock of the database's machine; <see langword="null"/> for the embedded database.</summary>
    public DateTimeOffset? Now { get; init; }

    public bool IsForeign => Schema.IsForeignTo(Migrations);

    public bool IsTooNew => Schema.IsTooNewFor(Migrations, ServerVersion.Current);

    /// <summary>The number of migrations that this version would still apply.</summary>
    public int Pending => Migrations.Count(migration => !Schema.Applied.Contains(migration));
}
