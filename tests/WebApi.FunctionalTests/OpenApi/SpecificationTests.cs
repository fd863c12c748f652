using NJsonSchema;
using NSwag;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.OpenApi;

/// <summary>Compares our internal document with the specification. Ours may only say more.</summary>
public sealed class SpecificationTests
{
    private OpenApiDocument _specification = null!;
    private OpenApiDocument _ours = null!;

    [OneTimeSetUp]
    public async Task ReadAsync()
    {
        if (Checkout.Specification is not { } file)
        {
            Assert.Ignore("The specification is not beside this checkout.");
            return;
        }

        _specification = await OpenApiYamlDocument.FromFileAsync(file);
        _ours = await OpenApiDocument.FromFileAsync(
            Checkout.File("docs", "openapi", "internal-api.v1.json")
        );
    }

    [Test]
    public void Every_operation_of_the_specification_has_its_texts_parameters_and_answers()
    {
        Assert.That(_specification.Operations.ToList(), Has.Count.EqualTo(4));
        foreach (var specified in _specification.Operations)
        {
            var ours = _ours.Operations.SingleOrDefault(o =>
                o.Path == specified.Path && o.Method == specified.Method
            );
            Assert.That(ours, Is.Not.Null, $"{specified.Method} {specified.Path}");
            Assert.Multiple(() =>
            {
                Assert.That(TextsOf(ours!.Operation), Is.EqualTo(TextsOf(specified.Operation)));
                Assert.That(
                    ours!.Operation.OperationId,
                    Is.EqualTo(specified.Operation.OperationId)
                );
                Assert.That(
                    ParametersOf(ours.Operation),
                    Is.SupersetOf(ParametersOf(specified.Operation))
                );
                Assert.That(
                    AnswersOf(ours.Operation),
                    Is.SupersetOf(AnswersOf(specified.Operation)),
                    specified.Path
                );
                Assert.That(
                    SchemesOf(ours.Operation),
                    Is.SupersetOf(SchemesOf(specified.Operation))
                );
            });
        }
    }

    [Test]
    public void Every_security_scheme_of_the_specification_is_there()
    {
        Assert.That(_specification.SecurityDefinitions, Is.Not.Empty);
        foreach (var (name, specified) in _specification.SecurityDefinitions)
        {
            Assert.That(_ours.SecurityDefinitions, Does.ContainKey(name));
            var ours = _ours.SecurityDefinitions[name];
            Assert.That(
                (ours.Type, ours.Name, ours.In),
                Is.EqualTo((specified.Type, specified.Name, specified.In))
            );
        }
    }

    [Test]
    public void Every_schema_property_of_the_specification_is_there()
    {
        var schemas = _specification.Components.Schemas;
        Assert.That(schemas, Is.Not.Empty);
        foreach (var (name, specified) in schemas)
        {
            Assert.That(_ours.Components.Schemas, Does.ContainKey(name));
            var ours = _ours.Components.Schemas[name];
            Assert.That(PropertiesOf(ours), Is.SupersetOf(PropertiesOf(specified)), name);
            Assert.That(
                ours.ActualSchema.RequiredProperties,
                Is.SupersetOf(specified.ActualSchema.RequiredProperties),
                name
            );
        }
    }

    [Test]
    public void Our_document_lacks_nothing_of_the_specification() =>
        Assert.That(
            DocumentComparison.Differences(_specification.ToJson(), _ours.ToJson()),
            Is.Empty
        );

    private static IEnumerable<string> TextsOf(OpenApiOperation operation) =>
        operation
            .Tags.Append(operation.Summary)
            .Append(operation.Description)
            .Select(text =>
                string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            );

    private static IEnumerable<string> ParametersOf(OpenApiOperation operation) =>
        operation
            .ActualParameters.Where(parameter => parameter.Kind != OpenApiParameterKind.Body)
            .Select(parameter => $"{parameter.Kind} {parameter.Name} {parameter.IsRequired}");

    /// <summary>Returns each status, and each header, content type and body property of its answer.</summary>
    private static IEnumerable<string> AnswersOf(OpenApiOperation operation)
    {
        foreach (var (status, answer) in operation.ActualResponses)
        {
            yield return status;
            foreach (var header in answer.Headers.Keys)
                yield return $"{status} {header}";
            foreach (var (type, media) in answer.Content)
            {
                yield return $"{status} {type}";
                foreach (var property in PropertiesOf(media.Schema))
                    yield return $"{status} {type} {property}";
            }
        }
    }

    private static IEnumerable<string> SchemesOf(OpenApiOperation operation) =>
        operation.Security.SelectMany(requirement => requirement.Keys);

    private static IEnumerable<string> PropertiesOf(JsonSchema schema) =>
        schema
            .ActualSchema.ActualProperties.Keys.Concat(
                schema.ActualSchema.AllOf.SelectMany(PropertiesOf)
            )
            .Distinct();
}
