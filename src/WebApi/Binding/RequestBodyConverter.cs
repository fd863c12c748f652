using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Reads a <see cref="RequestBody"/> value by value, so that all faults are found at once. Writes it like any other object.</summary>
internal sealed class RequestBodyConverterFactory : JsonConverterFactory
{
    /// <summary>Shared by all types, because its cached type information is costly to create.</summary>
    private JsonSerializerOptions? _asAnyObject;

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsSubclassOf(typeof(RequestBody));

    public override JsonConverter? CreateConverter(
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        _asAnyObject ??= WithoutThis(options);
        return (JsonConverter?)
            Activator.CreateInstance(
                typeof(Converter<>).MakeGenericType(typeToConvert),
                _asAnyObject
            );
    }

    private JsonSerializerOptions WithoutThis(JsonSerializerOptions options)
    {
        var others = new JsonSerializerOptions(options);
        others.Converters.Remove(this);
        return others;
    }

    private sealed class Converter<T>(JsonSerializerOptions asAnyObject) : JsonConverter<T>
        where T : RequestBody
    {
        private readonly Lazy<Dictionary<string, JsonPropertyInfo>> _properties = new(() =>
            asAnyObject
                .GetTypeInfo(typeof(T))
                .Properties.Where(property => property.Set is not null)
                .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase)
        );

        /// <exception cref="JsonException">The value is not an object.</exception>
        public override T Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        )
        {
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException();

            var body = Activator.CreateInstance<T>();
            foreach (var sent in document.RootElement.EnumerateObject())
            {
                if (_properties.Value.TryGetValue(sent.Name, out var property))
                    Set(body, property, sent.Value, options);
            }

            return body;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, asAnyObject);

        private static void Set(
            T body,
            JsonPropertyInfo property,
            JsonElement sent,
            JsonSerializerOptions options
        )
        {
            try
            {
                var value = sent.Deserialize(property.PropertyType, options);
                property.Set?.Invoke(body, value);
                foreach (var (field, message) in (value as RequestBody)?.Faults ?? [])
                    body.AddFault(new FieldError($"{property.Name}.{field}", message));
            }
            catch (JsonException fault)
            {
                var message =
                    fault is UnparsableTextException ? fault.Message : RequestBodyBinder.WrongType;
                body.AddFault(new FieldError(property.Name, message));
            }
        }
    }
}
