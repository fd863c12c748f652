namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>The one row in which the appearance preferences are kept.</summary>
internal sealed class AppearancePreferencesRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required string Json { get; init; }
}
