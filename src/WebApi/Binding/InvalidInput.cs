using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Turns the faults that binding and validation have found into the error shape: one for each field.</summary>
internal static class InvalidInput
{
    /// <summary>Names what has no field name: the body as a whole.</summary>
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

    /// <summary>Names the body where the action has one, the parameters otherwise.</summary>
    public static IActionResult ToResult(ActionContext context, IReadOnlyList<FieldError> details)
    {
        var error = BodyOf(context) is null
            ? RequestErrors.InvalidParameters
            : RequestErrors.InvalidBody;
        return new ErrorResult(error with { Details = details });
    }

    /// <summary>
    /// The serializer wraps what its reader throws: an inner JsonException means that the text is no JSON, any other that a
    /// value has the wrong type.
    /// </summary>
    private static bool IsMalformedJson(ModelError error) =>
        error.Exception is JsonException { InnerException: JsonException };

    /// <summary>Only a body that cannot be read as a whole ends in an exception: an object's values are read one by one.</summary>
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

    /// <summary>The field's path as the caller wrote it: camelCase.</summary>
    private static string FieldPath(string key) =>
        string.Join('.', key.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
