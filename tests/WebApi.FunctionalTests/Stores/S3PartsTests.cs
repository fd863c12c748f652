using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Stores;

/// <summary>The parts in which a bucket is asked for a recording.</summary>
public sealed class S3PartsTests() : StoreTests(StoreKind.S3)
{
    private const int Part = 1024 * 1024;

    private string _path = null!;
    private byte[] _media = null!;

    /// <summary>Adds a recording that has been watched before.</summary>
    [SetUp]
    public async Task SetUpAsync()
    {
        Proxy.Behave();
        (_path, _media) = await Meet.AddRecordingAsync((5 * Part) + 1);
        (await GetAsync(_path, "0-0")).Dispose();
        Proxy.ForgetRequests();
    }

    [TearDown]
    public void Behave() => Proxy.Behave();

    [Test]
    public async Task A_long_read_makes_requests_for_growing_parts_with_the_ETag()
    {
        using var answer = await GetAsync(_path, "1-");

        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(_media[1..]));
        Assert.That(
            Proxy.Requests.Select(request => request.Range),
            Is.EqualTo([
                $"bytes=1-{Part}",
                $"bytes={Part + 1}-{2 * Part}",
                $"bytes={(2 * Part) + 1}-{4 * Part}",
                $"bytes={(4 * Part) + 1}-{5 * Part}",
            ])
        );
        Assert.That(
            Proxy.Requests.Select(request => request.IfMatch).Distinct(),
            Is.EqualTo([answer.Headers.ETag?.Tag])
        );
    }

    [Test]
    public async Task Most_seeks_need_no_new_connection_to_the_store()
    {
        const int seeks = 10;
        var before = Proxy.AcceptedConnections;
        for (var seek = 0; seek < seeks; seek++)
        {
            await BeginToWatchAsync(seek * 1000);
            await Eventually.HoldsAsync(() => Proxy.OpenConnections == 0, "the part is read");
        }

        // Some begin before the connection of the last one is ready.
        Assert.That(Proxy.AcceptedConnections - before, Is.LessThan(seeks / 2));
    }

    [Test]
    public void A_later_part_that_fails_closes_the_connection()
    {
        Proxy.InjectFault(
            new ProxyFault.Answer(HttpStatusCode.InternalServerError),
            request => request.Range?.StartsWith($"bytes={Part}-", StringComparison.Ordinal) == true
        );

        Assert.That(
            async () =>
            {
                using var answer = await GetAsync(_path);
            },
            Throws.InstanceOf<HttpRequestException>()
        );
    }

    /// <summary>Leaves after the first bytes.</summary>
    private async Task BeginToWatchAsync(int start)
    {
        using var client = new HttpClient { BaseAddress = Meet.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, _path);
        request.Headers.Range = new(start, null);
        request.Headers.Add(
            "Cookie",
            $"{Browser.AccessCookie}={Admin.Cookie(Browser.AccessCookie)}"
        );
        using var answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[10]);
    }
}
