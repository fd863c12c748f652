using System.Text.Json;

namespace OpenViduMeet.Infrastructure.Oidc;

internal static class JsonText
{
    /// <returns>The text of a field, or <see langword="null"/> if there is none, or it is empty or no text.</returns>
    public static string? TextOf(this JsonElement json, string field) =>
        json.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
