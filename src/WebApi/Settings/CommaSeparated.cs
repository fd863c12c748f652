namespace OpenViduMeet.WebApi.Settings;

internal static class CommaSeparated
{
    /// <summary>Splits a text at its commas, trims the parts and omits empty ones.</summary>
    public static string[] Read(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];
}
