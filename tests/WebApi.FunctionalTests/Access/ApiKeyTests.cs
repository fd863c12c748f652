using System.Net;
using System.Text.Json;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>API keys that administrators create.</summary>
public sealed class ApiKeyTests
{
    private const string Api = "/meet/api/v1";
    private const string Keys = $"{Api}/api-keys";
    private const string Header = "X-API-KEY";

    private TwoNodes _nodes = null!;
    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _nodes = new TwoNodes();
        _meet = _nodes.Here;
        _admin = await _meet.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _nodes.DisposeAsync();
    }

    [Test]
    public async Task A_created_key_is_shown_once_and_works()
    {
        var created = await CreateAsync("Calendar", "rooms", "recordings:read");
        var key = created.GetProperty("key").GetString()!;
        using var list = await _admin.GetAsync(Keys);
        var text = await list.Content.ReadAsStringAsync();
        var listed = (await list.ReadJsonAsync())[1];

        Assert.That(key, Does.Match("^meet_[0-9a-f]{16}_[0-9a-f]{64}$"));
        Assert.That(await StatusAsync(_meet, key, "GET", $"{Api}/rooms"), Is.EqualTo(200));
        Assert.That(text, Does.Not.Contain(key.Split('_')[2]));
        Assert.That(
            listed.EnumerateObject().Select(property => property.Name),
            Is.EquivalentTo(new[] { "id", "name", "scopes", "creationDate" })
        );
        Assert.That(key, Does.Contain(listed.GetProperty("id").GetString()));
        Assert.That(
            listed.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()),
            Is.EqualTo(new[] { "rooms", "recordings:read" })
        );
    }

    [TestCase("rooms", "GET rooms,POST rooms,PUT room,DELETE room")]
    [TestCase("rooms:read", "GET rooms,GET room")]
    [TestCase("recordings", "GET recordings,DELETE recordings")]
    [TestCase("recordings:read", "GET recordings")]
    [TestCase("preferences", "GET appearance,PUT appearance,PUT security,GET secrets")]
    [TestCase("preferences:read", "GET appearance,GET secrets")]
    [TestCase("diagnostics", "GET doctor")]
    public async Task A_key_opens_what_its_scope_allows_and_nothing_else(
        string scope,
        string allowed
    )
    {
        var room = await _meet.CreateRoomAsync();
        var key = (await CreateAsync("key", scope)).GetProperty("key").GetString()!;

        foreach (var (name, method, path, body) in Operations(room))
        {
            var status = await StatusAsync(_meet, key, method, path, body);
            var isRead = scope.StartsWith("rooms", StringComparison.Ordinal) && name == "GET room";
            Assert.That(
                status,
                allowed.Split(',').Contains(name) || isRead ? Is.LessThan(300) : Is.EqualTo(403),
                $"{scope}: {name}"
            );
        }
    }

    [Test]
    public async Task Only_an_administrator_and_the_key_of_the_settings_manage_keys()
    {
        using var user = await _meet.SignInAsUserAsync();
        var narrow = await CreateAsync("key", "rooms", "recordings", "preferences");
        var key = narrow.GetProperty("key").GetString()!;
        var id = narrow.GetProperty("id").GetString()!;

        using var refused = await user.GetAsync(Keys);
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(_meet, key, "GET", Keys), Is.EqualTo(403));
        Assert.That(await StatusAsync(_meet, key, "POST", Keys, Options("rooms")), Is.EqualTo(403));
        Assert.That(await StatusAsync(_meet, key, "DELETE", $"{Keys}/{id}"), Is.EqualTo(403));
        Assert.That(
            await StatusAsync(_meet, MeetApiFactory.ApiKey, "DELETE", $"{Keys}/{id}"),
            Is.EqualTo(204)
        );
    }

    [Test]
    public async Task A_deleted_key_is_refused_here_at_once_and_elsewhere_within_a_second()
    {
        var created = await CreateAsync("key", "rooms");
        var key = created.GetProperty("key").GetString()!;
        Assert.That(await StatusAsync(_nodes.There, key, "GET", $"{Api}/rooms"), Is.EqualTo(200));
        Assert.That(await StatusAsync(_meet, key, "GET", $"{Api}/rooms"), Is.EqualTo(200));

        using var deleted = await _admin.DeleteAsync(
            $"{Keys}/{created.GetProperty("id").GetString()}"
        );

        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await StatusAsync(_meet, key, "GET", $"{Api}/rooms"), Is.EqualTo(401));
        _nodes.Pass(TimeSpan.FromSeconds(1));
        Assert.That(await StatusAsync(_nodes.There, key, "GET", $"{Api}/rooms"), Is.EqualTo(401));
    }

    [Test]
    public async Task An_expired_key_is_refused()
    {
        var expires = _meet.Clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        using var created = await _admin.PostAsync(
            Keys,
            new
            {
                name = "key",
                scopes = new[] { "rooms" },
                expirationDate = expires,
            }
        );
        var key = (await created.ReadJsonAsync()).GetProperty("key").GetString()!;
        Assert.That(await StatusAsync(_meet, key, "GET", $"{Api}/rooms"), Is.EqualTo(200));

        _nodes.Pass(TimeSpan.FromHours(1));

        Assert.That(await StatusAsync(_meet, key, "GET", $"{Api}/rooms"), Is.EqualTo(401));
    }

    [Test]
    public async Task A_key_with_another_secret_or_id_is_refused()
    {
        var key = (await CreateAsync("key", "rooms")).GetProperty("key").GetString()!;
        var other = (await CreateAsync("other", "rooms")).GetProperty("key").GetString()!;
        string[] wrong =
        [
            key[..^1] + (key[^1] == '0' ? '1' : '0'),
            $"meet_{other.Split('_')[1]}_{key.Split('_')[2]}",
            key.ToUpperInvariant(),
            $"{key}0",
            key[5..],
            "MEET_API_KEY",
            "meet_MEET_API_KEY_" + key.Split('_')[2],
        ];

        foreach (var text in wrong)
            Assert.That(
                await StatusAsync(_meet, text, "GET", $"{Api}/rooms"),
                Is.EqualTo(401),
                text
            );
    }

    [Test]
    public async Task The_key_of_the_settings_is_the_first_and_cannot_be_deleted()
    {
        using var list = await _admin.GetAsync(Keys);
        using var deleted = await _admin.DeleteAsync($"{Keys}/MEET_API_KEY");

        var first = (await list.ReadJsonAsync())[0];
        Assert.That(first.GetProperty("name").GetString(), Is.EqualTo("MEET_API_KEY"));
        Assert.That(
            first.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()),
            Is.EqualTo(
                new[] { "rooms", "recordings", "preferences", "diagnostics", "metrics:read" }
            )
        );
        await deleted.ShouldBeErrorAsync(
            HttpStatusCode.Conflict,
            "The API key of the settings cannot be deleted"
        );
        Assert.That(
            await list.Content.ReadAsStringAsync(),
            Does.Not.Contain(MeetApiFactory.ApiKey)
        );
    }

    [Test]
    public async Task The_last_use_is_noted_at_most_once_a_minute()
    {
        var key = (await CreateAsync("key", "rooms")).GetProperty("key").GetString()!;
        var first = _meet.Clock.GetUtcNow();
        await StatusAsync(_meet, key, "GET", $"{Api}/rooms");
        await Eventually.HoldsAsync(async () => await LastUseAsync() == first, "the use is noted");

        _nodes.Pass(TimeSpan.FromSeconds(59));
        await StatusAsync(_meet, key, "GET", $"{Api}/rooms");
        Assert.That(await LastUseAsync(), Is.EqualTo(first));
        _nodes.Pass(TimeSpan.FromSeconds(1));
        await StatusAsync(_meet, key, "GET", $"{Api}/rooms");

        await Eventually.HoldsAsync(
            async () => await LastUseAsync() == first + TimeSpan.FromMinutes(1),
            "the next use is noted"
        );
    }

    [TestCase("", "rooms", "name")]
    [TestCase("a\tb", "rooms", "name")]
    [TestCase("key", null, "scopes")]
    [TestCase("key", "administer", "scopes")]
    public async Task Invalid_options_are_named(string name, string? scope, string field)
    {
        using var answer = await _admin.PostAsync(
            Keys,
            new { name, scopes = scope is null ? Array.Empty<string>() : [scope] }
        );

        await answer.ShouldNameFieldsAsync(field);
    }

    private static object Options(params string[] scopes) => new { name = "key", scopes };

    private static (string Name, string Method, string Path, object? Body)[] Operations(
        TestRoom room
    ) =>
        [
            ("GET rooms", "GET", $"{Api}/rooms", null),
            ("GET room", "GET", $"{Api}/rooms/{room.Name}", null),
            (
                "POST rooms",
                "POST",
                $"{Api}/rooms",
                new { expirationDate = MeetApiFactory.Start.AddDays(9).ToUnixTimeMilliseconds() }
            ),
            ("PUT room", "PUT", $"{Api}/rooms/{room.Name}", new { preferences = new { } }),
            ("DELETE room", "DELETE", $"{Api}/rooms/{room.Name}", null),
            ("GET recordings", "GET", $"{Api}/recordings", null),
            (
                "DELETE recordings",
                "DELETE",
                $"{Api}/recordings?recordingIds={room.Name}--EG_b--c",
                null
            ),
            ("GET appearance", "GET", $"{Api}/preferences/appearance", null),
            ("PUT appearance", "PUT", $"{Api}/preferences/appearance", new { }),
            (
                "PUT security",
                "PUT",
                $"{Api}/preferences/security",
                new { authentication = new { authMode = "none" } }
            ),
            ("GET secrets", "GET", $"{Api}/preferences/webhooks/secrets", null),
            ("GET doctor", "GET", $"{Api}/doctor", null),
        ];

    private static async Task<int> StatusAsync(
        MeetApiFactory node,
        string key,
        string method,
        string path,
        object? body = null
    )
    {
        using var program = node.NewBrowser().With(Header, key);
        using var answer = await program.SendAsync(new HttpMethod(method), path, body);
        return (int)answer.StatusCode;
    }

    private async Task<JsonElement> CreateAsync(string name, params string[] scopes)
    {
        using var answer = await _admin.PostAsync(Keys, new { name, scopes });
        Assert.That(
            answer.StatusCode,
            Is.EqualTo(HttpStatusCode.OK),
            await answer.Content.ReadAsStringAsync()
        );
        return await answer.ReadJsonAsync();
    }

    private async Task<DateTimeOffset?> LastUseAsync()
    {
        using var list = await _admin.GetAsync(Keys);
        return (await list.ReadJsonAsync())[1].TryGetProperty("lastUsedDate", out var used)
            ? DateTimeOffset.FromUnixTimeMilliseconds(used.GetInt64())
            : null;
    }
}
