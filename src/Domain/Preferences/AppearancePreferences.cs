using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>How the client looks. What is in it is the client's business: it is kept and given back.</summary>
/// <param name="Json">A JSON object.</param>
public sealed record AppearancePreferences(string Json)
{
    /// <summary>In bytes, without the blanks between values.</summary>
    public const int MaxSize = 16 * 1024;

    /// <summary>In force until an administrator changes them.</summary>
    public static readonly AppearancePreferences Default = new("{}");

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static bool TryMake(
        IReadOnlyDictionary<string, JsonElement> values,
        [NotNullWhen(true)] out AppearancePreferences? preferences
    )
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(values, Compact);
        preferences =
            json.Length <= MaxSize ? new(System.Text.Encoding.UTF8.GetString(json)) : null;
        return preferences is not null;
    }

    public IReadOnlyDictionary<string, JsonElement> Values =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Json)!;
}
