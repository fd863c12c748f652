using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Namotion.Reflection;
using NJsonSchema;
using NSwag;
using NSwag.Generation.Processors;
using NSwag.Generation.Processors.Contexts;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>Documents what the attributes of an action say of its answers and credentials, and the errors that any answers.</summary>
internal sealed class AnswerProcessor : IOperationProcessor
{
    private const string Json = "application/json";
    private const string RequestArea = "Request Error";

    public bool Process(OperationProcessorContext context)
    {
        var action = context.MethodInfo;
        var operation = context.OperationDescription.Operation;
        operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(
            action.Name.Replace("Async", "", StringComparison.Ordinal)
        );

        // Of an action that names no type of answer, a file with any content is documented.
        if (!action.GetCustomAttributes<ProducesResponseTypeAttribute>().Any())
            operation.Responses.Clear();
        foreach (var video in action.GetCustomAttributes<ProducesVideoAttribute>())
            operation.Responses[Key(video.Status)] = Video(video.Description);
        foreach (var nothing in action.GetCustomAttributes<ProducesNothingAttribute>())
            operation.Responses[Key(nothing.Status)] = new OpenApiResponse
            {
                Description = nothing.Description,
            };

        var schema = ErrorSchema(context);
        foreach (var error in ErrorsOf(action, operation))
            AddError(operation, error, schema);
        foreach (var header in action.GetCustomAttributes<ProducesHeaderAttribute>())
            AddHeader(operation.Responses[Key(header.Status)], header);
        foreach (var response in operation.Responses.Values.Where(r => r.Description is null or ""))
            response.Description = "The operation succeeded";
        MarkRequired(context);
        operation.Security = SecuritySchemes.RequirementsOf(action);
        return true;
    }

    /// <summary>What an action can do without while it binds, so that it can say what is missing, a caller must send.</summary>
    private static void MarkRequired(OperationProcessorContext context)
    {
        foreach (var (parameter, documented) in context.Parameters)
        {
            // What can be left out of a URL cannot be null in it.
            if (documented.Kind != OpenApiParameterKind.Body)
                documented.Schema!.IsNullableRaw = null;
            if (parameter.GetCustomAttribute<RequiredAttribute>() is not null)
                (documented.IsRequired, documented.IsNullableRaw) = (true, null);
        }

        if (context.OperationDescription.Operation.RequestBody is not { } body)
            return;
        body.IsRequired = true;
        foreach (var media in body.Content.Values.Where(media => media.Schema.OneOf.Count == 1))
            media.Schema = media.Schema.OneOf.Single();
    }

    /// <summary>The action's own errors, and those that every operation of its form answers.</summary>
    private static IEnumerable<ProducesErrorAttribute> ErrorsOf(
        MethodInfo action,
        OpenApiOperation operation
    )
    {
        var common = new List<ProducesErrorAttribute>();
        if (operation.RequestBody is not null)
        {
            common.Add(new(400, RequestArea, "Malformed JSON"));
            common.Add(new(413, RequestArea, "Request body too large"));
            common.Add(new(415, RequestArea, "Unsupported Media Type"));
            common.Add(new(422, RequestArea, "Invalid request body"));
        }
        else if (operation.Parameters.Any(p => p.Kind == OpenApiParameterKind.Query))
        {
            common.Add(new(422, RequestArea, "Invalid request parameters"));
        }

        if (action.GetCustomAttribute<RequireCredentialAttribute>() is not null)
            common.Add(new(401, "Authentication Error", "Unauthorized"));
        common.Add(new(500, "Internal Error", "Internal server error"));
        common.Add(new(503, "Storage Error", "Storage is not available"));

        var own = action.GetCustomAttributes<ProducesErrorAttribute>().ToList();
        return own.Concat(common.Where(c => own.TrueForAll(o => o.Status != c.Status)))
            .OrderBy(error => error.Status);
    }

    private static void AddError(
        OpenApiOperation operation,
        ProducesErrorAttribute error,
        JsonSchema schema
    )
    {
        var example = new Dictionary<string, object>
        {
            ["code"] = error.Status,
            ["name"] = error.Area,
            ["message"] = error.Message,
        };
        if (error.Status == StatusCodes.Status422UnprocessableEntity)
        {
            example["details"] = new[]
            {
                new Dictionary<string, string>
                {
                    ["field"] = "roomName",
                    ["message"] = "'Room Name' must not be empty.",
                },
            };
        }

        var response = new OpenApiResponse { Description = error.Message };
        response.Content[Json] = new OpenApiMediaType { Schema = schema, Example = example };
        operation.Responses[Key(error.Status)] = response;
        if (error.Status is 429 or 503)
            AddHeader(
                response,
                new(error.Status, "Retry-After", "Seconds to wait before trying again")
            );
    }

    private static void AddHeader(OpenApiResponse response, ProducesHeaderAttribute header) =>
        response.Headers[header.Name] = new OpenApiHeader
        {
            Description = header.Description,
            Schema = new JsonSchema
            {
                Type =
                    header.Name == "Content-Length"
                        ? JsonObjectType.Integer
                        : JsonObjectType.String,
                Example = header.Example,
            },
        };

    private static OpenApiResponse Video(string description)
    {
        var response = new OpenApiResponse { Description = description };
        response.Content["video/mp4"] = new OpenApiMediaType
        {
            Schema = new JsonSchema { Type = JsonObjectType.String, Format = "binary" },
        };
        return response;
    }

    private static JsonSchema ErrorSchema(OperationProcessorContext context) =>
        context.SchemaGenerator.GenerateWithReference<JsonSchema>(
            typeof(ErrorBody).ToContextualType(),
            context.SchemaResolver
        );

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
