using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Reads every JSON number. RFC 8259 §6 has no integers: <c>1</c>, <c>1.0</c> and <c>1e0</c> are the same. A fraction is dropped, because
/// all 64-bit numbers here are milliseconds, and some clients write these with a fraction.
/// </summary>
internal sealed class AnyNumberAsInt64 : JsonConverter<long>
{
    /// <exception cref="JsonException">The value is not a number, or does not fit into 64 bits.</exception>
    public override long Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var whole))
                return whole;
            if (
                reader.TryGetDecimal(out var number)
                && decimal.Truncate(number) is >= long.MinValue and <= long.MaxValue
            )
                return (long)decimal.Truncate(number);
        }

        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}

/// <summary>Reads every whole JSON number in any notation, such as <c>1.0</c>.</summary>
internal sealed class WholeNumberAsInt32 : JsonConverter<int>
{
    /// <exception cref="JsonException">The value is not a number, is not whole, or does not fit into 32 bits.</exception>
    public override int Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt32(out var whole))
                return whole;
            if (
                reader.TryGetDecimal(out var number)
                && decimal.IsInteger(number)
                && number is >= int.MinValue and <= int.MaxValue
            )
                return (int)number;
        }

        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
