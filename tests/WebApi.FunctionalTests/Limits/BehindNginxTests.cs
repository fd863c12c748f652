using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Limits;

/// <summary>Clients with different addresses behind one real nginx.</summary>
public sealed class BehindNginxTests
{
    private const string Login = "/meet/api/v1/auth/login";
    private const string Alice = "127.0.0.11";
    private const string Bob = "127.0.0.12";
    private const int Limit = 20;

    private LogLines _log = null!;
    private MeetApiFactory _meet = null!;
    private NginxServer _nginx = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _log = new LogLines();
        _meet = new MeetApiFactory(
            new Dictionary<string, string> { ["MEET_TRUSTED_PROXIES"] = "127.0.0.1" },
            services => services.AddSingleton<ILoggerProvider>(_log)
        );
        _nginx = await NginxServer.StartAsync(_meet.Address);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await _meet.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task Wrong_passwords_of_one_client_do_not_lock_another_out()
    {
        using var alice = From(Alice);
        using var bob = From(Bob);
        for (var tries = 0; tries < Limit; tries++)
            Assert.That(await SignInAsync(alice, "wrong"), Is.EqualTo(404));
        Assert.That(await SignInAsync(alice, "user"), Is.EqualTo(429));
        Assert.That(await SignInAsync(bob, "user"), Is.EqualTo(200));
    }

    [Test]
    public async Task A_forged_address_sent_through_the_proxy_is_ignored()
    {
        for (var tries = 0; tries < Limit; tries++)
        {
            using var forger = From(Alice).With("X-Forwarded-For", $"203.0.113.{tries}");
            Assert.That(await SignInAsync(forger, "wrong"), Is.EqualTo(404));
        }

        using var again = From(Alice).With("X-Forwarded-For", "203.0.113.99");
        Assert.That(await SignInAsync(again, "user"), Is.EqualTo(429));
    }

    [Test]
    public async Task A_forged_address_sent_past_the_proxy_is_ignored()
    {
        for (var tries = 0; tries < Limit; tries++)
        {
            using var forger = new Browser(_meet.Address, Bob).With(
                "X-Forwarded-For",
                $"203.0.113.{tries}"
            );
            Assert.That(await SignInAsync(forger, "wrong"), Is.EqualTo(404));
        }

        using var again = new Browser(_meet.Address, Bob).With("X-Forwarded-For", "203.0.113.99");
        Assert.That(await SignInAsync(again, "user"), Is.EqualTo(429));
    }

    [Test]
    public async Task A_join_a_refresh_and_a_disconnection_are_logged_with_the_real_address()
    {
        var room = await _meet.CreateRoomAsync();
        using var alice = From(Alice);
        (await alice.RequestTokenAsync(room, "Alice", room.ModeratorSecret)).Dispose();
        (await alice.RefreshTokenAsync(room, "Alice", room.ModeratorSecret)).Dispose();
        using var kick = await alice.DisconnectAsync(room, "Alice");

        var lines = _log
            .All.Where(line => line.Text.EndsWith($"from {Alice}", StringComparison.Ordinal))
            .Select(line => line.Text)
            .ToList();
        await TestContext.Out.WriteLineAsync(string.Join('\n', lines));
        Assert.That(kick.IsSuccessStatusCode);
        Assert.That(
            lines.Select(line => line.Split(':')[0]),
            Is.EqualTo(
                new[]
                {
                    "GenerateParticipantToken",
                    "RefreshParticipantToken",
                    "DisconnectParticipant",
                }
            )
        );
    }

    private static async Task<int> SignInAsync(Browser browser, string password)
    {
        using var answer = await browser.PostAsync(Login, new { username = "user", password });
        return (int)answer.StatusCode;
    }

    private Browser From(string address) => new(_nginx.Address, address);
}
