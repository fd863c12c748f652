using System.Net;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Outside;

/// <summary>Faults of the servers that Meet calls.</summary>
public static class OutsideFaults
{
    /// <summary>Connection faults and delays. <see langword="null"/> stands for a host that drops packets.</summary>
    public static IEnumerable<TestCaseData> All()
    {
        yield return Named(null, "a host that drops packets");
        yield return Named(new ProxyFault.Silence(), "silence");
        yield return Named(new ProxyFault.Stall(0), "headers, then silence");
        yield return Named(new ProxyFault.Slow(1), "one byte a second");
        yield return Named(new ProxyFault.EndlessBody(), "an endless body");
        yield return Named(new ProxyFault.GarbageStatusLine(), "a garbage status line");
        yield return Named(new ProxyFault.Answer(HttpStatusCode.OK, "<html></html>"), "HTML");
    }

    public static async Task ApplyAsync(this FaultProxy proxy, ProxyFault? fault)
    {
        if (fault is null)
            await proxy.DropConnectionsAsync();
        else
            proxy.InjectFault(fault);
    }

    public static async Task HealAsync(this FaultProxy proxy, ProxyFault? fault)
    {
        if (fault is null)
            await proxy.AcceptConnectionsAgainAsync();
        else
            proxy.Behave();
    }

    private static TestCaseData Named(ProxyFault? fault, string name) =>
        new TestCaseData<ProxyFault?>(fault).SetArgDisplayNames(name);
}
