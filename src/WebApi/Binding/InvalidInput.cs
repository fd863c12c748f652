using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Converts the faults of binding and validation to an error with one fault for each field.</summary>
internal static class InvalidInput
{
    /// <summary>The field name for a fault of the whole body.</summary>
    private const string WholeBody = "body";

    public static IActionResult ToResult(ActionContext context)
    {
        var faults = context.ModelState.Where(entry => entry.Value?.Errors.Count > 0).ToList();
        return faults.Any(entry => entry.Value!.Errors.Any(IsMalformedJson))
            ? new ErrorResult(HttpErrors.MalformedJson)
            : ToResult(
                context,
                [
                    .. faults.Select(entry =>
                        ToFieldError(context, entry.Key, entry.Value!.Errors[0])
                    ),
                ]
            );
    }

    /// <summary>The error is about the body if the action has one, otherwise about the parameters.</summary>
    public static IActionResult ToResult(ActionContext context, IReadOnlyList<FieldError> details)
    {
        var error = BodyOf(context) is null
            ? RequestErrors.InvalidParameters
            : RequestErrors.InvalidBody;
        return new ErrorResult(error with { Details = details });
    }

    /// <summary>
    /// The serializer wraps the exceptions of its reader. An inner JsonException means that the text is not JSON. Without one, a value has the
    /// wrong type.
    /// </summary>
    private static bool IsMalformedJson(ModelError error) =>
        error.Exception is JsonException { InnerException: JsonException };

    /// <summary>An exception means that the whole body cannot be read, because the values of an object are read one by one.</summary>
    private static FieldError ToFieldError(ActionContext context, string key, ModelError error) =>
        error switch
        {
            { Exception: UnparsableTextException fault } => new FieldError(
                BodyOf(context) ?? WholeBody,
                fault.Message
            ),
            { Exception: JsonException } => new FieldError(WholeBody, "Must be a JSON object."),
            _ => new FieldError(FieldPath(key), error.ErrorMessage),
        };

    /// <returns>The name of the action's parameter that holds the body, if it has one.</returns>
    private static string? BodyOf(ActionContext context) =>
        context
            .ActionDescriptor.Parameters.FirstOrDefault(parameter =>
                parameter.BindingInfo?.BindingSource == BindingSource.Body
            )
            ?.Name;

    /// <summary>Converts the path of the field to camelCase, as the caller wrote it.</summary>
    private static string FieldPath(string key) =>
        string.Join('.', key.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
