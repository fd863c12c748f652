using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.WebApi.Errors;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>How to get the documented answers of one operation.</summary>
/// <param name="operation">The operation's id.</param>
/// <param name="success">The status of the answer to a good request.</param>
/// <param name="good">
/// A valid request. The requests for 400, 401, 403 from another site, 413, 415, 500 and for unavailable LiveKit and storage are derived from it if the operation
/// documents the answer.
/// </param>
internal sealed class OperationCases(string operation, int success, Prepare good)
{
    private const int TooManyBytes = 1_100_000;

    private static readonly (string, string) FromAnotherSite = ("Origin", "https://other.example");

    private readonly Dictionary<(int Status, string? Message), Prepare> _others = new()
    {
        [(success, null)] = good,
    };

    public string Operation => operation;

    /// <summary>Adds a request whose answer has a status other than <c>success</c> with one documented error.</summary>
    public Prepare this[int status]
    {
        set => _others[(status, null)] = value;
    }

    /// <summary>Adds a request whose answer is one of several documented errors with the same status.</summary>
    public Prepare this[Error error]
    {
        set => _others[(ErrorMapper.StatusOf(error.Kind), error.Message)] = value;
    }

    public IEnumerable<Case> ToCases(Operation documented)
    {
        var derived = Derived(documented)
            .Where(derived =>
                documented.Answers.Any(answer => IsMeant(answer, derived.Status, derived.Message))
                && !_others.ContainsKey((derived.Status, null))
                && !HasOwnRefusals(derived.Status)
            );
        return _others
            .Select(other => (other.Key.Status, other.Key.Message, Prepare: other.Value))
            .Concat(derived)
            .Select(one => new Case(
                operation,
                documented.Method,
                TheOnly(documented, one.Status, one.Message)
                    ?? new(one.Status, Name: null, one.Message),
                one.Prepare
            ))
            .OrderBy(one => one.Status);
    }

    /// <summary>Whether the operation says how to get each of its several refusals.</summary>
    private bool HasOwnRefusals(int status) =>
        status == 403 && _others.Keys.Any(key => key.Status == status);

    private static bool IsMeant(Answer answer, int status, string? message) =>
        answer.Status == status && (message is null || message == answer.Message);

    private static Answer? TheOnly(Operation documented, int status, string? message) =>
        documented.Answers.Where(answer => IsMeant(answer, status, message)).ToList() is [var only]
            ? only
            : null;

    private IEnumerable<(int Status, string? Message, Prepare Prepare)> Derived(
        Operation documented
    )
    {
        yield return (500, null, good);
        yield return (503, StorageErrors.Unavailable.Message, good);
        yield return (503, MeetingErrors.Unavailable.Message, good);
        yield return (
            403,
            null,
            async meet =>
            {
                var call = await good(meet);
                return call with { As = call.As ?? meet.Admin, Headers = [FromAnotherSite] };
            }
        );
        if (documented.NeedsCredential)
            yield return (401, null, async meet => await good(meet) with { As = null });
        if (!documented.HasBody)
            yield break;
        // Prism parses application/json itself, and does not forward malformed JSON.
        yield return (400, null, WithBody("{\"cut", "text/json"));
        yield return (415, null, WithBody("some text", "text/plain"));
        // With Expect: 100-continue, the server need not close the connection while the body is being sent.
        yield return (
            413,
            null,
            async meet =>
                await WithBody($"[\"{new string('a', TooManyBytes)}\"]", "application/json")(
                    meet
                ) with
                {
                    Headers = [("Expect", "100-continue")],
                }
        );
    }

    private Prepare WithBody(string text, string mediaType) =>
        async meet =>
            await good(meet) with
            {
                Body = new StringContent(text, encoding: null, mediaType),
            };
}

/// <summary>Prepares a request.</summary>
internal delegate Task<Call> Prepare(Installation meet);

/// <summary>One documented answer, and how to get it.</summary>
internal sealed record Case(string Operation, HttpMethod Method, Answer Answer, Prepare Prepare)
{
    public int Status => Answer.Status;

    /// <summary>Whether the request may be one that the document forbids.</summary>
    public bool MayBeBadRequest => Status is 400 or 401 or 415 or 422;

    /// <summary>
    /// Prism requires the JSON body of an error, which an answer to HEAD does not have. It also cannot forward a body to a server that
    /// refuses to read it.
    /// </summary>
    public bool IsTooMuchForPrism => Status == 413 || (Method == HttpMethod.Head && Status >= 400);

    public override string ToString() =>
        $"{Operation}_answers_{Status}{Answer.Message?.Insert(0, "_").Replace(' ', '_')}";
}
