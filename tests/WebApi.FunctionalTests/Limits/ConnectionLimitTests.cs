using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

public sealed class ConnectionLimitTests
{
    private const long Gigabyte = 1024 * 1024 * 1024;
    private const string Request = "GET /meet/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [TestCase(600, 16 * Gigabyte, 100)]
    [TestCase(20_000, 16 * Gigabyte, 9_800)]
    [TestCase(1_000_000, 64 * Gigabyte, 10_000)]
    [TestCase(1_000_000, Gigabyte / 2, 910)]
    [TestCase(100, Gigabyte, 16)]
    public void The_limit_follows_from_descriptors_and_memory(
        long descriptors,
        long memory,
        int expected
    )
    {
        using var limits = ConnectionLimits.For(descriptors, memory, Trusting(""));
        Assert.That(limits.Total, Is.EqualTo(expected));
        Assert.That(limits.PerClient, Is.EqualTo(expected / 4));
    }

    /// <summary>
    /// A client that receives a recording can send requests meanwhile, which wait. What the system buffers for the connection hides this
    /// limit from a client, so the test looks at the transport.
    /// </summary>
    [Test]
    public async Task A_connection_keeps_at_most_64_KiB_unread_and_16_KiB_unsent()
    {
        await using var meet = new MeetApiFactory();
        var sockets = meet.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value;

        Assert.That(sockets.MaxReadBufferSize, Is.EqualTo(64 * 1024));
        Assert.That(sockets.MaxWriteBufferSize, Is.EqualTo(16 * 1024));
    }

    [Test]
    public async Task One_address_cannot_hold_all_connections()
    {
        await using var meet = With(total: 10, perClient: 2);
        using var first = await RawConnection.OpenAsync(meet.Address);
        using var second = await RawConnection.OpenAsync(meet.Address);

        using var third = await RawConnection.OpenAsync(meet.Address);
        using var other = await RawConnection.OpenAsync(meet.Address, from: "127.0.0.2");

        Assert.That(await third.CountUntilClosedAsync(), Is.Zero, "closed at once");
        await ShouldBeServedAsync(first);
        await ShouldBeServedAsync(second);
        await ShouldBeServedAsync(other);
    }

    [Test]
    public async Task A_closed_connection_makes_room_for_another()
    {
        await using var meet = With(total: 10, perClient: 1);
        for (var times = 0; times < 5; times++)
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    using var client = await RawConnection.OpenAsync(meet.Address);
                    await client.SendAsync(Request);
                    return (await client.ReadUntilAsync("\r\n\r\n")).StartsWith(
                        "HTTP/1.1 200",
                        StringComparison.Ordinal
                    );
                },
                "it is served"
            );
        }
    }

    [Test]
    public async Task A_trusted_proxy_may_have_more_connections()
    {
        await using var meet = With(total: 10, perClient: 1, trusted: "127.0.0.1");
        using var first = await RawConnection.OpenAsync(meet.Address);
        using var second = await RawConnection.OpenAsync(meet.Address);
        await ShouldBeServedAsync(first);
        await ShouldBeServedAsync(second);
    }

    [Test]
    public async Task When_all_connections_are_taken_the_oldest_idle_one_is_closed()
    {
        await using var meet = With(total: 2, perClient: 10);
        using var oldest = await RawConnection.OpenAsync(meet.Address);
        await ShouldBeServedAsync(oldest);
        using var younger = await RawConnection.OpenAsync(meet.Address);
        await ShouldBeServedAsync(younger);

        using var other = await RawConnection.OpenAsync(meet.Address, from: "127.0.0.2");

        await ShouldBeServedAsync(other);
        Assert.That(await oldest.CountUntilClosedAsync(), Is.Zero);
        await ShouldBeServedAsync(younger);
    }

    [Test]
    public async Task A_connection_with_a_running_request_is_not_closed_for_a_new_one()
    {
        await using var meet = With(total: 1, perClient: 10);
        using var busy = await RawConnection.OpenAsync(meet.Address);
        await busy.SendAsync(
            "POST /meet/api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        );
        await busy.ReadUntilAsync("100 Continue\r\n\r\n");
        using var other = await RawConnection.OpenAsync(meet.Address, from: "127.0.0.2");
        await other.SendAsync(Request);

        await busy.SendAsync("{}");

        Assert.That(await busy.ReadUntilAsync("}]}"), Does.StartWith("HTTP/1.1 422"));
        Assert.That(await other.ReadUntilAsync("}"), Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public async Task The_server_stops_while_all_connections_are_taken()
    {
        var meet = With(total: 1, perClient: 1);
        using var client = await RawConnection.OpenAsync(meet.Address);
        await ShouldBeServedAsync(client);
        await meet.DisposeAsync();
        Assert.That(await client.CountUntilClosedAsync(), Is.Zero);
    }

    private static async Task ShouldBeServedAsync(RawConnection connection)
    {
        await connection.SendAsync(Request);
        Assert.That(
            await connection.ReadUntilAsync("}\r\n0\r\n\r\n"),
            Does.StartWith("HTTP/1.1 200")
        );
    }

    private static MeetApiFactory With(int total, int perClient, string trusted = "") =>
        new(
            new Dictionary<string, string> { ["MEET_TRUSTED_PROXIES"] = trusted },
            services =>
                services.Replace(
                    ServiceDescriptor.Singleton(_ => new ConnectionLimits(
                        total,
                        perClient,
                        Trusting(trusted)
                    ))
                )
        );

    private static TrustedProxies Trusting(string proxies) =>
        new(
            WrittenSettings
                .Of(isDevelopment: true, ("MEET_TRUSTED_PROXIES", proxies))
                .Get<ServerOptions>()
                .TrustedProxies
        );
}
