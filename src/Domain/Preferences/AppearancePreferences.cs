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
        preferences = null;
        if (!values.Values.All(IsText))
            return false;

        var json = JsonSerializer.SerializeToUtf8Bytes(values, Compact);
        if (json.Length <= MaxSize)
            preferences = new(System.Text.Encoding.UTF8.GetString(json));
        return preferences is not null;
    }

    /// <summary>JSON can spell half of a surrogate pair (RFC 8259 §8.2), which is no text and cannot be given back.</summary>
    private static bool IsText(JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is not null,
                JsonValueKind.Array => value.EnumerateArray().All(IsText),
                JsonValueKind.Object => value
                    .EnumerateObject()
                    .All(property => property.Name is not null && IsText(property.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public IReadOnlyDictionary<string, JsonElement> Values =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Json)!;
}
