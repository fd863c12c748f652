namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The single row that describes the schema.</summary>
internal sealed class SchemaRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>
    /// The oldest version of the server that can use the schema, such as <c>1.0.0</c>. A migration that takes something away sets it.
    /// </summary>
    public required string OldestVersion { get; init; }
}
