using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Reads appearance preferences, which may be any JSON object of a limited size.</summary>
internal sealed class AppearanceConverter : JsonConverter<AppearancePreferences>
{
    private static readonly string Rule =
        $"Must be a JSON object of at most {AppearancePreferences.MaxSize / 1024} KiB, with no half of a surrogate pair in its texts.";

    public override AppearancePreferences Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        var values = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
            ref reader,
            options
        );
        return values is not null && AppearancePreferences.TryMake(values, out var preferences)
            ? preferences
            : throw new UnparsableTextException(Rule);
    }

    public override void Write(
        Utf8JsonWriter writer,
        AppearancePreferences value,
        JsonSerializerOptions options
    ) => JsonSerializer.Serialize(writer, value.Values, options);
}
