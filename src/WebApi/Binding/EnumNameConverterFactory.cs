using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Reads and writes enums by the names in the API documents. Only the exact name is read: the framework's own converter also accepts white
/// space around a name, and several names separated by commas, from which it makes a value that the enum does not have.
/// </summary>
internal sealed class EnumNameConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter? CreateConverter(
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        (JsonConverter?)
            Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert));

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly Dictionary<string, T> _byName;
        private readonly Dictionary<T, string> _names;

        public Converter()
        {
            _byName = Enum.GetValues<T>().ToDictionary(NameOf, StringComparer.Ordinal);
            _names = _byName.ToDictionary(pair => pair.Value, pair => pair.Key);
        }

        /// <exception cref="JsonException">The value is not a name of this enum.</exception>
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            reader.TokenType == JsonTokenType.String
            && _byName.TryGetValue(reader.GetString() ?? "", out var value)
                ? value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(_names[value]);

        private static string NameOf(T value)
        {
            var member = value.ToString();
            return typeof(T)
                    .GetField(member)
                    ?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()
                    ?.Name
                ?? member;
        }
    }
}
