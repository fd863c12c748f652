namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The single row that holds the appearance preferences.</summary>
internal sealed class AppearancePreferencesRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string Json { get; init; }
}
