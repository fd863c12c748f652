using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Turns what model binding could not read into the error shape.</summary>
internal static class InvalidInput
{
    /// <summary>Names what has no field name: the body as a whole.</summary>
    private const string WholeBody = "body";

    public static IActionResult ToResult(ActionContext context)
    {
        var faults = context.ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList();
        return faults.Any(entry => entry.Value!.Errors.Any(IsMalformedJson))
            ? new ErrorResult(HttpErrors.MalformedJson)
            : ToResult(context, [.. faults.Select(entry => ToFieldError(entry.Key))]);
    }

    /// <summary>Names the body where the action has one, the parameters otherwise.</summary>
    public static IActionResult ToResult(ActionContext context, IReadOnlyList<FieldError> details)
    {
        var hasBody = context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.BindingInfo?.BindingSource == BindingSource.Body
        );
        var error = hasBody ? RequestErrors.InvalidBody : RequestErrors.InvalidParameters;
        return new ErrorResult(error with { Details = details });
    }

    /// <summary>
    /// The serializer wraps what its reader throws: an inner JsonException means that the text is no JSON, any other that a
    /// value has the wrong type.
    /// </summary>
    private static bool IsMalformedJson(ModelError error) =>
        error.Exception is JsonException { InnerException: JsonException };

    private static FieldError ToFieldError(string key)
    {
        var field = key.StartsWith("$.", StringComparison.Ordinal) ? key[2..] : key.TrimStart('$');
        return field.Length == 0
            ? new FieldError(WholeBody, "Must be a JSON object.")
            : new FieldError(field, "Has the wrong type.");
    }
}
