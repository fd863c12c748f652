namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>Every answer in our documents is tested by <see cref="ConformanceTests"/>.</summary>
public sealed class CoverageTests
{
    private const string Where = "tests/WebApi.FunctionalTests/Conformance/AllCases.cs";

    private static readonly int[] AnyServerErrors = [500, 503];

    [Test]
    public async Task Every_documented_answer_has_a_case()
    {
        var documents = await Document.OursAsync();
        var documented = Answers(documents);
        var covered = documents
            .SelectMany(AllCases.Of)
            .Select(one => (one.Operation, one.Answer))
            .ToHashSet();

        Assert.That(documented, Has.Count.GreaterThan(100));
        Assert.That(
            documented.Except(covered),
            Is.Empty,
            $"These are documented: say in {Where} how to get them."
        );
        Assert.That(
            covered.Except(documented),
            Is.Empty,
            $"{Where} says how to get these, and no document has them."
        );
    }

    [Test]
    public async Task Every_operation_documents_its_failures()
    {
        foreach (var operation in (await Document.OursAsync()).SelectMany(d => d.Operations))
        {
            var statuses = operation.Answers.Select(answer => answer.Status).ToHashSet();
            Assert.That(statuses, Is.SupersetOf(AnyServerErrors), operation.Id);
            if (operation.HasBody)
                Assert.That(statuses, Is.SupersetOf(new[] { 400, 413, 415, 422 }));
        }
    }

    private static HashSet<(string Operation, Answer Answer)> Answers(
        IEnumerable<Document> documents
    ) =>
        [
            .. from document in documents
            from operation in document.Operations
            from answer in operation.Answers
            select (operation.Id, answer),
        ];
}
