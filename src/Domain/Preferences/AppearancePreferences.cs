using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>The appearance of the client. The client defines the content; the server only stores and returns it.</summary>
/// <param name="Json">A JSON object.</param>
public sealed record AppearancePreferences(string Json)
{
    /// <summary>In bytes, without white space between values.</summary>
    public const int MaxSize = 16 * 1024;

    /// <summary>The preferences until an administrator changes them.</summary>
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

    /// <summary>JSON can hold an unpaired surrogate (RFC 8259 §8.2), which is not valid text and cannot be returned.</summary>
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
