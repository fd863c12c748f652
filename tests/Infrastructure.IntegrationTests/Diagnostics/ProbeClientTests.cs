using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Diagnostics;

public sealed class ProbeClientTests
{
    private static readonly TimeSpan Behind = TimeSpan.FromHours(1);

    /// <summary>A cache keeps the time at which the answer was made (RFC 9111 §5.1).</summary>
    [TestCase(false)]
    [TestCase(true)]
    public async Task The_other_clock_is_compared_unless_the_answer_is_a_caches(bool isCached)
    {
        var clock = new FakeTimeProvider(Installation.Start);
        using var connections = new Connections(clock.GetUtcNow() - Behind, isCached);
        var client = new ProbeClient(
            connections,
            new ExaminationTime(TimeSpan.FromSeconds(25)),
            clock
        );

        var answer = await client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "http://localhost"),
            CancellationToken.None
        );

        Assert.That(answer.Skew, Is.EqualTo(isCached ? null : -Behind));
    }

    private sealed class Connections(DateTimeOffset date, bool isCached)
        : HttpMessageHandler,
            IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = new HttpResponseMessage();
            response.Headers.Date = date;
            response.Headers.Age = isCached ? Behind : null;
            return Task.FromResult(response);
        }
    }
}
