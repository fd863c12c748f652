namespace OpenViduMeet.WebApi.Settings;

internal static class CommaSeparated
{
    /// <summary>The texts between the commas, without blanks around them; none of them empty.</summary>
    public static string[] Read(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];
}
