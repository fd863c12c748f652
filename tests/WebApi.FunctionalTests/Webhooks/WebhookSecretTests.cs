using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Webhooks;
using OpenViduMeet.WebApi.FunctionalTests.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Webhooks;

/// <summary>The secrets that sign webhooks can be exchanged without a webhook that the receiver cannot verify.</summary>
public sealed class WebhookSecretTests
{
    private const string Api = "/meet/api/v1";
    private const string Secrets = $"{Api}/preferences/webhooks/secrets";
    private const string NextHeader = "X-Signature-Next";

    private TwoNodes _nodes = null!;
    private WebhookReceiverDouble _receiver = null!;
    private Browser _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _receiver = await WebhookReceiverDouble.StartAsync();
        _nodes = new TwoNodes(
            ("MEET_WEBHOOK_ENABLED", "true"),
            ("MEET_WEBHOOK_URL", _receiver.Url.ToString()),
            ("MEET_WEBHOOK_ALLOW_PRIVATE", "true")
        );
        _admin = await _nodes.Here.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _nodes.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task A_new_secret_signs_beside_the_old_one_and_then_alone_on_every_node()
    {
        var secret = (await CreateAsync()).GetProperty("secret").GetString()!;
        foreach (var node in new[] { _nodes.Here, _nodes.There })
        {
            var both = await ReceiveAsync(node);
            Assert.That(both.IsSignedWith(MeetApiFactory.ApiKey));
            Assert.That(both.IsSignedWith(secret, NextHeader));
        }

        using var retired = await _admin.DeleteAsync($"{Secrets}/MEET_API_KEY");

        Assert.That(retired.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        foreach (var node in new[] { _nodes.Here, _nodes.There })
        {
            var alone = await ReceiveAsync(node);
            Assert.That(alone.IsSignedWith(secret));
            Assert.That(alone.Headers, Does.Not.ContainKey(NextHeader));
        }
    }

    [Test]
    public async Task The_list_says_which_header_each_secret_signs_and_no_value()
    {
        var created = await CreateAsync();
        using var list = await _admin.GetAsync(Secrets);

        var listed = (await list.ReadJsonAsync())
            .EnumerateArray()
            .Select(secret =>
                (secret.GetProperty("id").GetString(), secret.GetProperty("header").GetString())
            );
        Assert.That(
            listed,
            Is.EqualTo(
                new[]
                {
                    ("MEET_API_KEY", "X-Signature"),
                    (created.GetProperty("id").GetString(), NextHeader),
                }
            )
        );
        Assert.That(
            await list.Content.ReadAsStringAsync(),
            Does.Not.Contain(created.GetProperty("secret").GetString())
                .And.Not.Contain(MeetApiFactory.ApiKey)
        );
    }

    [Test]
    public async Task At_most_two_secrets_are_active_and_at_least_one()
    {
        using var last = await _admin.DeleteAsync($"{Secrets}/MEET_API_KEY");
        await CreateAsync();
        using var third = await _admin.PostAsync(Secrets);
        using var retired = await _admin.DeleteAsync($"{Secrets}/MEET_API_KEY");
        using var again = await _admin.DeleteAsync($"{Secrets}/MEET_API_KEY");

        await last.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The last active secret cannot be retired. Create another first"
        );
        await third.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "Two secrets are active. Retire one first"
        );
        Assert.That(retired.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await again.ShouldBeErrorAsync(HttpStatusCode.NotFound, "No active secret has this id");
    }

    [Test]
    public async Task The_newer_secret_can_be_given_up()
    {
        var created = await CreateAsync();
        using var retired = await _admin.DeleteAsync(
            $"{Secrets}/{created.GetProperty("id").GetString()}"
        );

        var received = await ReceiveAsync(_nodes.Here);

        Assert.That(retired.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(received.IsSignedWith(MeetApiFactory.ApiKey));
        Assert.That(received.Headers, Does.Not.ContainKey(NextHeader));
    }

    private async Task<JsonElement> CreateAsync()
    {
        using var answer = await _admin.PostAsync(Secrets);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.ReadJsonAsync();
    }

    /// <summary>Makes a node send a webhook.</summary>
    private async Task<ReceivedWebhook> ReceiveAsync(MeetApiFactory node)
    {
        var before = _receiver.Received.Count;
        var room = await node.CreateRoomAsync();
        using var program = node.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var deleted = await program.DeleteAsync($"{Api}/rooms/{room.Name}");
        deleted.EnsureSuccessStatusCode();
        await Eventually.HoldsAsync(() => _receiver.Received.Count > before, "it is sent");
        return _receiver.Received[^1];
    }
}
