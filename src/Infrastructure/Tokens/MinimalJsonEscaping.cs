using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// Writes JSON strings with only the escapes that JSON requires (RFC 8259 §7). Tokens are sent in cookies of at most 4,096 bytes, and the
/// library's encoders write all characters outside of the basic plane, and many inside it, with 6 or 12 bytes instead of 2 to 4.
/// </summary>
internal sealed class MinimalJsonEscaping : JsonConverter<string>
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        string.Concat(Enumerable.Range(0, ' ').Select(code => (char)code)) + "\"\\"
    );

    public override string Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        var json = value.AsSpan().ContainsAny(Escaped) ? Escape(value) : $"\"{value}\"";
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    private static string Escape(string value)
    {
        var json = new StringBuilder().Append('"');
        foreach (var character in value)
        {
            if (!Escaped.Contains(character))
                json.Append(character);
            else if (character < ' ')
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                json.Append('\\').Append(character);
        }

        return json.Append('"').ToString();
    }
}
