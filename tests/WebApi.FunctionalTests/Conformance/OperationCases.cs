namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>How to get the documented answers of one operation.</summary>
/// <param name="operation">The operation's id.</param>
/// <param name="success">The status of the answer to a good request.</param>
/// <param name="good">
/// A good request. From it are derived those whose answer is 400, 401, 413, 415, 500 or 503, where the operation documents it.
/// </param>
internal sealed class OperationCases(
    string operation,
    int success,
    Func<Installation, Task<Call>> good
)
{
    private const int TooManyBytes = 1_100_000;

    private readonly Dictionary<int, Func<Installation, Task<Call>>> _others = new()
    {
        [success] = good,
    };

    public string Operation => operation;

    /// <summary>A request whose answer has another status than <c>success</c>.</summary>
    public Func<Installation, Task<Call>> this[int status]
    {
        set => _others[status] = value;
    }

    public IEnumerable<Case> ToCases(Operation documented) =>
        Derived(documented)
            .Where(derived => documented.Statuses.Contains(derived.Status))
            .Where(derived => !_others.ContainsKey(derived.Status))
            .Concat(_others.Select(other => (other.Key, other.Value)))
            .Select(pair => new Case(operation, documented.Method, pair.Item1, pair.Item2))
            .OrderBy(one => one.Status);

    private IEnumerable<(int Status, Func<Installation, Task<Call>> Prepare)> Derived(
        Operation documented
    )
    {
        yield return (500, good);
        yield return (503, good);
        if (documented.NeedsCredential)
            yield return (401, async meet => await good(meet) with { As = null });
        if (!documented.HasBody)
            yield break;
        // Prism reads application/json itself, and does not pass on what is none.
        yield return (400, WithBody("{\"cut", "text/json"));
        yield return (415, WithBody("some text", "text/plain"));
        // Asked first, the server need not cut the connection while the body is being sent.
        yield return (
            413,
            async meet =>
                await WithBody($"[\"{new string('a', TooManyBytes)}\"]", "application/json")(
                    meet
                ) with
                {
                    Headers = [("Expect", "100-continue")],
                }
        );
    }

    private Func<Installation, Task<Call>> WithBody(string text, string mediaType) =>
        async meet =>
            await good(meet) with
            {
                Body = new StringContent(text, encoding: null, mediaType),
            };
}

/// <summary>One documented answer, and how to get it.</summary>
internal sealed record Case(
    string Operation,
    HttpMethod Method,
    int Status,
    Func<Installation, Task<Call>> Prepare
)
{
    /// <summary>Whether the request may be one that the document forbids.</summary>
    public bool MayBeBadRequest => Status is 400 or 401 or 415 or 422;

    /// <summary>
    /// Prism wants the JSON that an error's type announces, of which an answer to HEAD has none; and it cannot send on a body to a
    /// server that refuses to read it.
    /// </summary>
    public bool IsTooMuchForPrism => Status == 413 || (Method == HttpMethod.Head && Status >= 400);

    public override string ToString() => $"{Operation}_answers_{Status}";
}
