using System.Text.Json;
using System.Text.Json.Serialization;
using OpenViduMeet.Infrastructure.Persistence.Postgres;

namespace OpenViduMeet.Infrastructure.Persistence.Batches;

/// <summary>
/// The rows of a batch as one parameter of its statement, so that the text of the statement does not depend on their number:
/// <see cref="MeetDbContext.JsonRows"/> reads them.
/// </summary>
internal static class JsonRows
{
    public const string Parameter = "@rows";

    private static readonly JsonSerializerOptions Json = new() { Converters = { new NoNul() } };

    public static (string Name, object Value) Of<T>(IEnumerable<T> rows) =>
        (Parameter, JsonSerializer.Serialize(rows, Json));

    /// <summary>As Entity Framework writes it, in capitals: SQLite compares texts.</summary>
    public static string TextOf(Guid id) => id.ToString().ToUpperInvariant();

    /// <inheritdoc cref="ReplaceNul"/>
    private sealed class NoNul : JsonConverter<string>
    {
        public override string? Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.GetString();

        public override void Write(
            Utf8JsonWriter writer,
            string value,
            JsonSerializerOptions options
        ) => writer.WriteStringValue(ReplaceNul.In(value));
    }
}
