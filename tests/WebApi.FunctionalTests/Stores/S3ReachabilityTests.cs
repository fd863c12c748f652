using System.Net;
using OpenViduMeet.Infrastructure.Health;
using OpenViduMeet.TestSupport.S3;
using OpenViduMeet.WebApi.FunctionalTests.Pages;

namespace OpenViduMeet.WebApi.FunctionalTests.Stores;

/// <summary>The home page shows whether the bucket can be reached.</summary>
public sealed class S3ReachabilityTests() : StoreTests(StoreKind.S3)
{
    [SetUp]
    public void LookAgain()
    {
        Proxy.Behave();
        Meet.Clock.Advance(DependencyHealthChecks.Lifetime);
    }

    [Test]
    public async Task A_bucket_that_answers_is_reachable() =>
        Assert.That(await StateAsync(), Is.EqualTo("Reachable"));

    private static IEnumerable<ProxyFault> Faults()
    {
        yield return new ProxyFault.Silence();
        yield return new ProxyFault.Answer(HttpStatusCode.NotFound);
        yield return new ProxyFault.Answer(HttpStatusCode.Forbidden);
        yield return new ProxyFault.Answer(HttpStatusCode.ServiceUnavailable);
    }

    [TestCaseSource(nameof(Faults))]
    public async Task A_bucket_that_does_not_answer_is_unreachable(ProxyFault fault)
    {
        Proxy.InjectFault(fault);
        Assert.That(await StateAsync(), Is.EqualTo("Not reachable"));
    }

    private async Task<string> StateAsync()
    {
        using var answer = await GetAsync("/");
        return ShownStates
            .In(await answer.Content.ReadAsStringAsync())
            .Single(state => state.Purpose == "Recordings")
            .State;
    }
}
