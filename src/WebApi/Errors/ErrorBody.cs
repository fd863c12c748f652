using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>The one shape of every answer that is not a success.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="Name">The part of the product that says so, such as <c>Room Error</c>.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record ErrorBody(
    [property: Required] int Code,
    [property: Required] string Name,
    [property: Required] string Message
)
{
    /// <summary>The fields at fault; only with 422.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldErrorBody>? Details { get; init; }
}

/// <param name="Field">The field's path, such as <c>preferences.chatPreferences.enabled</c>.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record FieldErrorBody(string Field, string Message);
