using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Webhooks;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Webhooks;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Webhooks;

public sealed class WebhookReceiverTests
{
    private const string ApiKey = "an-api-key-of-some-length";

    private static readonly WebhookMessage Message = new("WH_1", """{"event":"Zoë"}""");
    private static readonly IPAddress Public = IPAddress.Parse("1.1.1.1");

    private readonly FakeTimeProvider _clock = new(Installation.Start);
    private readonly List<IAsyncDisposable> _disposables = [];
    private WebhookReceiverDouble _receiver = null!;

    [SetUp]
    public async Task StartAsync() => _receiver = await WebhookReceiverDouble.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var disposable in _disposables)
            await disposable.DisposeAsync();
        _disposables.Clear();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task A_delivery_is_posted_and_signed()
    {
        var answer = await SendAsync(_receiver.Url);

        Assert.That(answer.Value, Is.EqualTo(200));
        var received = _receiver.Received.Single();
        Assert.That(received.Target, Is.EqualTo("POST /hook"));
        Assert.That(received.Body, Is.EqualTo(Message.Body));
        Assert.That(received.DeliveryId, Is.EqualTo("WH_1"));
        Assert.That(
            received.Timestamp,
            Is.EqualTo($"{Installation.Start.ToUnixTimeMilliseconds()}")
        );
        Assert.That(received.IsSignedWith(ApiKey));
        Assert.That(received.Headers, Does.Not.ContainKey("X-Signature-Next"));
        Assert.That(received.Headers["Content-Type"], Is.EqualTo("application/json"));
    }

    [Test]
    public async Task A_delivery_is_signed_with_both_active_secrets()
    {
        var receiver = NewReceiver(keys: new WebhookSigningKeys("older", "newer"));

        await receiver.SendAsync(_receiver.Url, Message, CancellationToken.None);

        var received = _receiver.Received.Single();
        Assert.That(received.IsSignedWith("older"));
        Assert.That(received.IsSignedWith("newer", "X-Signature-Next"));
    }

    [TestCase(200)]
    [TestCase(204)]
    [TestCase(304)]
    [TestCase(400)]
    [TestCase(500)]
    public async Task Any_status_is_returned(int status)
    {
        _receiver.AnswerWith(status);

        var answer = await SendAsync(_receiver.Url);

        Assert.That(answer.Value, Is.EqualTo(status));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };

        var answer = await SendAsync(_receiver.Url);

        Assert.That(answer.Value, Is.EqualTo(302));
        Assert.That(_receiver.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_cookie_is_not_kept()
    {
        _receiver.Answer = (_, http) =>
        {
            http.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        };
        var receiver = NewReceiver();

        await receiver.SendAsync(_receiver.Url, Message, CancellationToken.None);
        await receiver.SendAsync(_receiver.Url, Message, CancellationToken.None);

        Assert.That(_receiver.Received[1].Headers.Keys, Does.Not.Contain("Cookie"));
    }

    [Test]
    public async Task An_endless_body_is_not_waited_for()
    {
        var gone = new TaskCompletionSource();
        _receiver.Answer = async (_, http) =>
        {
            http.RequestAborted.Register(() => gone.TrySetResult());
            await http.Response.WriteAsync("never");
            await http.Response.Body.FlushAsync();
            await gone.Task;
        };

        var answer = await SendAsync(_receiver.Url).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.That(answer.Value, Is.EqualTo(200));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task A_missing_answer_is_waited_for_at_most_ten_seconds()
    {
        var arrived = new TaskCompletionSource();
        _receiver.Answer = async (_, http) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { });
        };
        var telling = SendAsync(_receiver.Url);
        await arrived.Task;

        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.That(telling.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(
            (await telling).Error,
            Is.EqualTo(WebhookErrors.NotSent("No answer within 10 s"))
        );
    }

    [Test]
    public async Task An_unreachable_receiver_gives_an_error_without_the_URL()
    {
        var url = _receiver.Url;
        await _receiver.StopAsync();
        Assert.That(
            (await SendAsync(url)).Error,
            Is.EqualTo(WebhookErrors.NotSent("It cannot be reached"))
        );
    }

    [Test]
    public async Task Without_a_secret_nothing_is_sent()
    {
        var receiver = NewReceiver(keys: WebhookErrors.NotSent("There is no secret to sign with"));

        var answer = await receiver.SendAsync(_receiver.Url, Message, CancellationToken.None);
        Assert.That(answer.Error?.Message, Is.Not.Null);
        Assert.That(_receiver.Received, Is.Empty);
    }

    [TestCase("http://127.0.0.1")]
    [TestCase("http://localhost")]
    [TestCase("http://2130706433", TestName = "loopback as one number")]
    [TestCase("http://0x7f.1", TestName = "loopback in hexadecimal")]
    [TestCase("http://0177.0.0.1", TestName = "loopback in octal")]
    [TestCase("http://[::1]")]
    [TestCase("http://[::ffff:127.0.0.1]")]
    [TestCase("http://[64:ff9b::7f00:1]")]
    [TestCase("http://10.0.0.1")]
    [TestCase("http://192.168.1.1")]
    [TestCase("http://100.64.0.1")]
    [TestCase("http://169.254.169.254/latest/meta-data")]
    [TestCase("http://0.0.0.0")]
    public async Task A_private_address_is_refused_and_not_called(string url)
    {
        var receiver = NewReceiver(allowPrivate: false);
        var target = new UriBuilder(url) { Port = _receiver.Url.Port }.Uri;

        Assert.That((await receiver.CheckAsync(target, CancellationToken.None)).Error, Is.Not.Null);
        var answer = await receiver.SendAsync(target, Message, CancellationToken.None);
        Assert.That(answer.Error?.Message, Does.StartWith("Must not lead to"));
        Assert.That(_receiver.Received, Is.Empty);
    }

    [TestCase("http://169.254.169.254/")]
    [TestCase("http://[fd00:ec2::254]/")]
    [TestCase("http://0.0.0.0/")]
    [TestCase("http://224.0.0.1/")]
    public async Task Special_use_addresses_are_refused_even_if_private_ones_are_allowed(
        string url
    ) =>
        Assert.That(
            (await NewReceiver().CheckAsync(new Uri(url), CancellationToken.None)).Error,
            Is.Not.Null
        );

    [Test]
    public async Task A_name_that_resolves_to_a_private_address_when_it_is_called_is_refused()
    {
        var answers = new Queue<IPAddress[]>([
            [Public],
            [IPAddress.Loopback],
        ]);
        var receiver = NewReceiver(allowPrivate: false, new FakeResolver(_ => answers.Dequeue()));
        var url = new UriBuilder(_receiver.Url) { Host = "rebinding.test" }.Uri;

        Assert.That((await receiver.CheckAsync(url, CancellationToken.None)).Error, Is.Null);
        var answer = await receiver.SendAsync(url, Message, CancellationToken.None);

        Assert.That(answer.Error?.Message, Does.StartWith("Must not lead to a private address"));
        Assert.That(_receiver.Received, Is.Empty);
    }

    [Test]
    public async Task A_call_connects_to_the_checked_address_and_resolves_the_name_once()
    {
        var lookups = 0;
        var receiver = NewReceiver(
            allowPrivate: true,
            new FakeResolver(_ =>
            {
                lookups++;
                return [IPAddress.Loopback];
            })
        );
        var url = new UriBuilder(_receiver.Url) { Host = "receiver.test" }.Uri;

        var answer = await receiver.SendAsync(url, Message, CancellationToken.None);

        Assert.That(answer.Value, Is.EqualTo(200));
        Assert.That(lookups, Is.EqualTo(1));
        Assert.That(
            _receiver.Received.Single().Headers["Host"],
            Is.EqualTo($"receiver.test:{url.Port}")
        );
    }

    [Test]
    public async Task A_name_with_one_private_address_is_refused()
    {
        var receiver = NewReceiver(
            allowPrivate: false,
            new FakeResolver(_ => [Public, IPAddress.Loopback])
        );
        Assert.That(
            (
                await receiver.CheckAsync(new Uri("https://mixed.test"), CancellationToken.None)
            ).Error,
            Is.Not.Null
        );
    }

    [Test]
    public async Task A_name_without_an_address_is_refused()
    {
        var unknown = NewReceiver(
            allowPrivate: true,
            new FakeResolver(_ => throw new SocketException((int)SocketError.HostNotFound))
        );
        var empty = NewReceiver(allowPrivate: true, new FakeResolver(_ => []));
        foreach (var receiver in new[] { unknown, empty })
        {
            var url = new Uri("https://unknown.test");
            Assert.That(
                (await receiver.CheckAsync(url, CancellationToken.None))
                    .Error?.Details.Single()
                    .Message,
                Is.EqualTo("Must name a host that has an address.")
            );
            Assert.That(
                (await receiver.SendAsync(url, Message, CancellationToken.None)).Error?.Message,
                Is.EqualTo("Must name a host that has an address.")
            );
        }
    }

    private Task<Result<int>> SendAsync(Uri url) =>
        NewReceiver().SendAsync(url, Message, CancellationToken.None);

    private IWebhookReceiver NewReceiver(
        bool allowPrivate = true,
        IHostResolver? resolver = null,
        Result<WebhookSigningKeys>? keys = null
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["MEET_WEBHOOK_ALLOW_PRIVATE"] = allowPrivate.ToString(),
                }
            )
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<IRoomLinks, TestRoomLinks>()
            .AddInfrastructure(new MeetSettings(configuration, isDevelopment: true));
        services.AddSingleton<IWebhookSecrets>(
            new GivenSecrets(keys ?? new WebhookSigningKeys(ApiKey, null))
        );
        if (resolver is not null)
            services.AddSingleton(resolver);
        var provider = services.BuildServiceProvider();
        _disposables.Add(provider);
        return provider.GetRequiredService<IWebhookReceiver>();
    }

    private sealed class GivenSecrets(Result<WebhookSigningKeys> keys) : IWebhookSecrets
    {
        public Task<Result<WebhookSigningKeys>> GetKeysAsync(CancellationToken ct) =>
            Task.FromResult(keys);

        public Task<IReadOnlyList<WebhookSecret>> ListAsync(CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<Result<NewWebhookSecret>> AddAsync(WebhookSecretId id, CancellationToken ct) =>
            throw new NotSupportedException();

        public Task<Result> RetireAsync(WebhookSecretId id, CancellationToken ct) =>
            throw new NotSupportedException();
    }

    private sealed class FakeResolver(Func<string, IPAddress[]> resolve) : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken ct) =>
            Task.Run(() => resolve(host), ct);
    }
}
