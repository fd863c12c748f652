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
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>Documents the responses and credentials that an action's attributes name, and the errors that all actions share.</summary>
internal sealed class AnswerProcessor : IOperationProcessor
{
    private static readonly ErrorBody[] BodyErrors =
    [
        ErrorMapper.ToBody(HttpErrors.MalformedJson),
        HttpErrors.BodyTooLarge,
        HttpErrors.UnsupportedMediaType,
        Invalid(RequestErrors.InvalidBody),
    ];

    private static readonly ErrorBody[] CommonErrors =
    [
        HttpErrors.InternalServerError,
        ErrorMapper.ToBody(StorageErrors.Unavailable),
    ];

    public bool Process(OperationProcessorContext context)
    {
        var action = context.MethodInfo;
        var operation = context.OperationDescription.Operation;
        operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(
            action.Name.Replace("Async", "", StringComparison.Ordinal)
        );

        // NSwag documents a file as the response of an action without a declared type.
        if (!action.GetCustomAttributes<ProducesResponseTypeAttribute>().Any())
            operation.Responses.Clear();
        var answers = action.GetCustomAttributes<AnswersAttribute>().ToList();
        foreach (var answer in answers.Where(answer => answer.Status is not null))
            operation.Responses[Key(answer.Status!.Value)] = Success(answer.MediaType);

        var schema = context.SchemaGenerator.GenerateWithReference<JsonSchema>(
            typeof(ErrorBody).ToContextualType(),
            context.SchemaResolver
        );
        var errors = answers
            .SelectMany(answer => answer.Errors)
            .Concat(
                SharedErrors(
                    action,
                    hasBody: operation.RequestBody is not null,
                    hasQuery: operation.Parameters.Any(p => p.Kind == OpenApiParameterKind.Query)
                )
            )
            .Distinct();
        foreach (var group in errors.GroupBy(error => error.Code).OrderBy(group => group.Key))
            operation.Responses[Key(group.Key)] = Failure([.. group], schema);

        foreach (var header in action.GetCustomAttributes<AnswerHeaderAttribute>())
        foreach (var status in header.Statuses)
            AddHeader(operation.Responses[Key(status)], header);
        DescribeAnswers(action, operation);
        MarkRequired(context);
        operation.Security = SecuritySchemes.RequirementsOf(action);
        return true;
    }

    /// <summary>Returns the errors that every action shares, including those for a body or a query.</summary>
    public static IEnumerable<ErrorBody> SharedErrors(
        MethodInfo action,
        bool hasBody,
        bool hasQuery
    )
    {
        var shared = CommonErrors.AsEnumerable();
        if (hasBody)
            shared = BodyErrors.Concat(shared);
        else if (hasQuery)
            shared = shared.Prepend(Invalid(RequestErrors.InvalidParameters));
        return action.GetCustomAttribute<AcceptsAttribute>() is { IsOptional: false }
            ? shared.Prepend(HttpErrors.Of(StatusCodes.Status401Unauthorized))
            : shared;
    }

    /// <summary>
    /// Marks the required parameters and the required body. Actions bind without them, so that they can report what is missing.
    /// </summary>
    private static void MarkRequired(OperationProcessorContext context)
    {
        foreach (var (parameter, documented) in context.Parameters)
        {
            // A parameter in a URL can be left out, but cannot be null.
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

    private static ErrorBody Invalid(Error error) =>
        ErrorMapper.ToBody(error) with
        {
            Details = [new("roomName", "'Room Name' must not be empty.")],
        };

    private static OpenApiResponse Success(string? mediaType)
    {
        var response = new OpenApiResponse();
        if (mediaType is not null)
            response.Content[mediaType] = new OpenApiMediaType
            {
                Schema = new JsonSchema { Type = JsonObjectType.String, Format = "binary" },
            };
        return response;
    }

    private static OpenApiResponse Failure(IReadOnlyList<ErrorBody> errors, JsonSchema schema)
    {
        var media = new OpenApiMediaType { Schema = schema };
        if (errors is [var only])
            media.Example = ExampleOf(only);
        else
            foreach (var error in errors)
                media.Examples[error.Message] = new OpenApiExample { Value = ExampleOf(error) };

        var response = new OpenApiResponse
        {
            Description = string.Join("; ", errors.Select(error => error.Message)),
        };
        response.Content["application/json"] = media;
        if (errors[0].Code is 429 or 503)
            AddHeader(response, new("Retry-After", "Seconds to wait before trying again"));
        if (errors[0].Code is 401)
            AddHeader(
                response,
                new(
                    "WWW-Authenticate",
                    "How to authenticate, and whether the token in the header is the reason"
                )
            );
        return response;
    }

    private static Dictionary<string, object> ExampleOf(ErrorBody error)
    {
        var example = new Dictionary<string, object>
        {
            ["code"] = error.Code,
            ["name"] = error.Name,
            ["message"] = error.Message,
        };
        if (error.Details is { } details)
            example["details"] = details.Select(detail => new Dictionary<string, string>
            {
                ["field"] = detail.Field,
                ["message"] = detail.Message,
            });
        return example;
    }

    private static void AddHeader(OpenApiResponse response, AnswerHeaderAttribute header) =>
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

    /// <summary>Takes the descriptions from the action's <c>response</c> comments.</summary>
    private static void DescribeAnswers(MethodInfo action, OpenApiOperation operation)
    {
        var comments = action.GetXmlDocsElement()?.Elements("response") ?? [];
        foreach (var comment in comments)
            operation.Responses[comment.Attribute("code")!.Value].Description = comment.Value;
        foreach (var response in operation.Responses.Values.Where(r => r.Description is null or ""))
            response.Description = "The operation succeeded";
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
