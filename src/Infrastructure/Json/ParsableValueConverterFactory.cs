using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Infrastructure.Json;

/// <summary>Reads and writes values that can be parsed from text as JSON strings.</summary>
public sealed class ParsableValueConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => IsParsableValue(typeToConvert);

    /// <summary>Whether a type implements <see cref="IParsableValue{TSelf}"/>.</summary>
    public static bool IsParsableValue(Type type) =>
        type.GetInterfaces()
            .Any(contract =>
                contract.IsGenericType
                && contract.GetGenericTypeDefinition() == typeof(IParsableValue<>)
            );

    public override JsonConverter? CreateConverter(
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        (JsonConverter?)
            Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert));

    private sealed class Converter<T> : JsonConverter<T>
        where T : class, IParsableValue<T>
    {
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException();
            return T.TryParse(reader.GetString(), out var value)
                ? value
                : throw new UnparsableTextException(T.Rule);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}

/// <summary>A JSON string is not the text of such a value.</summary>
/// <param name="rule">Tells the caller what is wrong.</param>
public sealed class UnparsableTextException(string rule) : JsonException(rule);
