namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The single row that holds the id of this installation.</summary>
internal sealed class InstallationRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string NameId { get; init; }
}
