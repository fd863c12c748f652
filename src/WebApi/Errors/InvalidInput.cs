using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.WebApi.Errors;

/// <summary>Maps failures of model binding to errors.</summary>
internal static class InvalidInput
{
    /// <summary>The field name for the body as a whole.</summary>
    private const string WholeBody = "body";

    public static IActionResult ToResult(ActionContext context)
    {
        var faults = context.ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList();
        return faults.Any(entry => entry.Value!.Errors.Any(IsMalformedJson))
            ? new ErrorResult(HttpErrors.MalformedJson)
            : ToResult(context, [.. faults.Select(entry => ToFieldError(entry.Key))]);
    }

    /// <summary>Reports an invalid body if the action has a body, and invalid parameters otherwise.</summary>
    public static IActionResult ToResult(ActionContext context, IReadOnlyList<FieldError> details)
    {
        var hasBody = context.ActionDescriptor.Parameters.Any(parameter =>
            parameter.BindingInfo?.BindingSource == BindingSource.Body
        );
        var error = hasBody ? RequestErrors.InvalidBody : RequestErrors.InvalidParameters;
        return new ErrorResult(error with { Details = details });
    }

    /// <summary>
    /// The serializer wraps the exceptions of its reader. An inner <see cref="JsonException"/> means that the text is not JSON, any other
    /// exception that a value has the wrong type.
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
