using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Preferences;

[NonParallelizable]
public sealed class AppearancePreferencesTests
{
    private const string Appearance = "/meet/api/v1/preferences/appearance";
    private const int MaxSize = 16 * 1024;

    private MeetApiFactory _meet = null!;
    private Browser _admin = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _meet = new MeetApiFactory();
        _admin = await _meet.SignInAsAdminAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _admin.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("{}")]
    [TestCase("""{"themes":[{"name":"dark","primaryColor":"#0f0","logo":null}],"n":1.50}""")]
    [TestCase("""{"name":"Zoë 日本"}""")]
    public async Task Saved_preferences_are_returned(string json)
    {
        Assert.That(await GetAsync(), Is.EqualTo("{}"));
        using var put = await PutAsync(json);

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await put.ReadJsonAsync()).GetRawText(),
            Is.EqualTo((await JsonOfAsync()).GetRawText())
        );
        using var expected = System.Text.Json.JsonDocument.Parse(json);
        Assert.That(
            System.Text.Json.JsonElement.DeepEquals(await JsonOfAsync(), expected.RootElement)
        );
    }

    [Test]
    public async Task Saving_replaces_the_previous_preferences()
    {
        (await PutAsync("""{"a":1,"b":2}""")).Dispose();
        (await PutAsync("""{"b":3}""")).Dispose();
        Assert.That(await GetAsync(), Is.EqualTo("""{"b":3}"""));
    }

    [TestCase("[]", "body")]
    [TestCase("1", "body")]
    [TestCase("\"{}\"", "body")]
    [TestCase("null", "appearance")]
    [TestCase("", "appearance")]
    public async Task A_body_that_is_not_an_object_is_refused(string json, string field)
    {
        using var put = await PutAsync(json);
        await put.ShouldNameFieldsAsync(field);
        Assert.That(await GetAsync(), Is.EqualTo("{}"));
    }

    [TestCase(MaxSize, 200)]
    [TestCase(MaxSize + 1, 422)]
    public async Task The_preferences_have_a_maximum_size(int bytes, int status)
    {
        using var put = await PutAsync(
            $$"""{"a":  "{{new string('é', (bytes - 8) / 2)}}{{new string('x', bytes % 2)}}"}"""
        );
        Assert.That((int)put.StatusCode, Is.EqualTo(status));
    }

    private async Task<string> GetAsync() => (await JsonOfAsync()).GetRawText();

    private async Task<System.Text.Json.JsonElement> JsonOfAsync()
    {
        using var answer = await _admin.GetAsync(Appearance);
        return await answer.ReadJsonAsync();
    }

    private async Task<HttpResponseMessage> PutAsync(string json)
    {
        using var body = new StringContent(json, null, "application/json");
        return await _admin.PutAsync(Appearance, body);
    }
}
