using System.Globalization;
using Newtonsoft.Json.Linq;
using NSwag;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>A document that answers are compared with.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="BasePath">The base path of its operations.</param>
internal sealed record Document(string File, string BasePath, IReadOnlyList<Operation> Operations)
{
    public static async Task<IReadOnlyList<Document>> OursAsync()
    {
        var documents = new List<Document>();
        foreach (var api in ApiDocument.All)
        {
            var file = Checkout.File("docs", "openapi", $"{api.Name}.json");
            documents.Add(Read(file, api, await OpenApiDocument.FromFileAsync(file)));
        }

        return documents;
    }

    /// <returns>The specification, or <see langword="null"/> if the file is missing.</returns>
    public static async Task<Document?> SpecificationAsync() =>
        Checkout.Specification is { } file
            ? Read(file, ApiDocument.Internal, await OpenApiYamlDocument.FromFileAsync(file))
            : null;

    private static Document Read(string file, ApiDocument api, OpenApiDocument document) =>
        new(file, api.BasePath, [.. document.Operations.Select(Operation.Read)]);
}

/// <summary>One documented answer.</summary>
/// <param name="Name">An error's name, if the document has it.</param>
/// <param name="Message">An error's message; <see langword="null"/> for a success.</param>
internal sealed record Answer(int Status, string? Name = null, string? Message = null);

/// <param name="Answers">
/// The documented answers. A status has several if the document has several examples of its errors.
/// </param>
/// <param name="NeedsCredential">Whether a call without a credential is refused.</param>
internal sealed record Operation(
    string Id,
    HttpMethod Method,
    IReadOnlyList<Answer> Answers,
    bool HasBody,
    bool NeedsCredential
)
{
    public static Operation Read(OpenApiOperationDescription described) =>
        new(
            described.Operation.OperationId,
            HttpMethod.Parse(described.Method),
            [
                .. described.Operation.Responses.SelectMany(response =>
                    AnswersOf(int.Parse(response.Key, CultureInfo.InvariantCulture), response.Value)
                ),
            ],
            described.Operation.RequestBody is not null,
            described.Operation.Security is { Count: > 0 } security
                && security.All(requirement => requirement.Count > 0)
        );

    private static IEnumerable<Answer> AnswersOf(int status, OpenApiResponse response)
    {
        if (status < 400)
            return [new(status)];
        var media = response.Content["application/json"];
        var examples = media
            .Examples.Values.Select(example => example.Value)
            .Concat(media.Example is { } only ? [only] : []);
        return examples.Select(example =>
        {
            var error = JObject.FromObject(example);
            return new Answer(status, (string?)error["name"], (string?)error["message"]);
        });
    }
}
