using System.Text.Encodings.Web;
using System.Text.Json;

namespace OpenViduMeet.WebApi.Streaming;

/// <summary>How <see cref="StreamedItems{T}"/> are written.</summary>
internal sealed record StreamedForm(string MediaType, bool IsArray, JsonWriterOptions Json)
{
    public const string LinesMediaType = "application/x-ndjson";

    /// <summary>A JSON array, with the framework's encoding of texts in answers.</summary>
    public static readonly StreamedForm Array = new(
        "application/json; charset=utf-8",
        IsArray: true,
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    /// <summary>A line of JSON for each item.</summary>
    public static readonly StreamedForm Lines = new(
        LinesMediaType,
        IsArray: false,
        new() { Encoder = JavaScriptEncoder.Default }
    );
}
