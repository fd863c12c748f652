using System.Globalization;
using NSwag;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>A document that answers are held against.</summary>
/// <param name="File">Where it is.</param>
/// <param name="BasePath">Where its operations begin.</param>
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

    /// <returns>The specification, or <see langword="null"/> where it is not there.</returns>
    public static async Task<Document?> SpecificationAsync() =>
        Checkout.Specification is { } file
            ? Read(file, ApiDocument.Internal, await OpenApiYamlDocument.FromFileAsync(file))
            : null;

    private static Document Read(string file, ApiDocument api, OpenApiDocument document) =>
        new(file, api.BasePath, [.. document.Operations.Select(Operation.Read)]);
}

/// <param name="Statuses">Those that are documented.</param>
/// <param name="NeedsCredential">Whether nobody can call it without.</param>
internal sealed record Operation(
    string Id,
    HttpMethod Method,
    IReadOnlyList<int> Statuses,
    bool HasBody,
    bool NeedsCredential
)
{
    public static Operation Read(OpenApiOperationDescription described) =>
        new(
            described.Operation.OperationId,
            HttpMethod.Parse(described.Method),
            [
                .. described.Operation.Responses.Keys.Select(status =>
                    int.Parse(status, CultureInfo.InvariantCulture)
                ),
            ],
            described.Operation.RequestBody is not null,
            described.Operation.Security is { Count: > 0 } security
                && security.All(requirement => requirement.Count > 0)
        );
}
