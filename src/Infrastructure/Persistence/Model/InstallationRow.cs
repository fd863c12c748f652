namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The one row that tells this installation from others.</summary>
internal sealed class InstallationRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string NameId { get; init; }
}
