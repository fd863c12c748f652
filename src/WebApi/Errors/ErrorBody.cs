using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>The body of every answer that is an error.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Name">The part of the product that reports the error, such as <c>Room Error</c>.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record ErrorBody(
    [property: Required] int Code,
    [property: Required] string Name,
    [property: Required] string Message
)
{
    /// <summary>The invalid fields; only with 422.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldErrorBody>? Details { get; init; }
}

/// <param name="Field">The field's path, such as <c>preferences.chatPreferences.enabled</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record FieldErrorBody(string Field, string Message);
