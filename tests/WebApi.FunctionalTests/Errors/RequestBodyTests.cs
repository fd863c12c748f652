using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Errors;

public sealed class RequestBodyTests
{
    private const string SignIn = "/meet/api/v1/auth/login";
    private const string Token = "/meet/internal-api/v1/participants/token";
    private const string Refresh = "/meet/internal-api/v1/participants/token/refresh";
    private const string Rooms = "/meet/api/v1/rooms";
    private const string Appearance = "/meet/api/v1/preferences/appearance";
    private const string Secret = "Hunter2";
    private const int Uploads = 60;

    private LogLines _log = null!;
    private MeetApiFactory _meet = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _log = new LogLines();
        _meet = new MeetApiFactory(services: services =>
            services.AddSingleton<ILoggerProvider>(_log)
        );
        _browser = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        _log.Dispose();
        await _meet.DisposeAsync();
    }

    [Test]
    public async Task A_form_is_refused_without_being_read_or_logged(
        [Values(SignIn, Token, Refresh, Rooms)] string path,
        [Values(
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=utf-8",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/xml"
        )]
            string mediaType
    )
    {
        using var body = new ByteArrayContent(
            Encoding.UTF8.GetBytes($$"""{"username":"admin","secret":"{{Secret}}[S3cret"}""")
        );
        body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        using var answer = await _browser.PostAsync(path, body);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.UnsupportedMediaType,
            "Unsupported Media Type",
            "Request Error"
        );
        Assert.That(_log.Text, Does.Not.Contain(Secret));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("identity, gzip")]
    public async Task A_body_with_a_content_coding_is_refused(string coding)
    {
        using var body = new StringContent("{}", null, "application/json");
        body.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        using var answer = await _browser.PostAsync(Rooms, body);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.UnsupportedMediaType,
            "Unsupported Media Type",
            "Request Error"
        );
        Assert.That(answer.Headers.GetValues("Accept-Encoding"), Is.EqualTo(["identity"]));
    }

    [Test]
    public async Task A_body_without_a_content_coding_is_read()
    {
        using var body = new StringContent("{}", null, "application/json");
        body.Headers.TryAddWithoutValidation("Content-Encoding", "Identity");
        using var answer = await _browser.PostAsync(Rooms, body);

        await answer.ShouldNameFieldsAsync("expirationDate");
    }

    [Test]
    public async Task A_form_on_an_operation_without_a_body_is_not_read()
    {
        using var body = new StringContent(
            $"{Secret}[x",
            null,
            "application/x-www-form-urlencoded"
        );
        using var answer = await _browser.SendAsync(
            HttpMethod.Delete,
            "/meet/api/v1/rooms/x",
            body
        );

        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "The room does not exist");
        Assert.That(_log.Text, Does.Not.Contain(Secret));
    }

    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    [TestCase("utf-32")]
    [TestCase("iso-8859-1")]
    [TestCase("nonsense")]
    public async Task A_charset_other_than_UTF_8_is_refused(string charset)
    {
        using var body = new ByteArrayContent(Encoding.Unicode.GetBytes("{\"username\":\"x\"}"));
        body.Headers.TryAddWithoutValidation(
            "Content-Type",
            $"application/json; charset={charset}"
        );
        using var answer = await _browser.PostAsync(SignIn, body);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.UnsupportedMediaType,
            "Unsupported Media Type"
        );
    }

    [TestCase("utf-8")]
    [TestCase("UTF-8")]
    [TestCase("\"utf-8\"")]
    public async Task A_declared_UTF_8_charset_is_accepted(string charset)
    {
        using var body = new StringContent("{}");
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation(
            "Content-Type",
            $"application/json; charset={charset}"
        );
        using var answer = await _browser.PostAsync(SignIn, body);

        await answer.ShouldNameFieldsAsync("username", "password");
    }

    [TestCase(SignIn, "[]")]
    [TestCase(SignIn, "\"admin\"")]
    [TestCase(SignIn, "7")]
    [TestCase(SignIn, "true")]
    [TestCase(Token, "[{}]")]
    [TestCase(Rooms, "[]")]
    public async Task A_root_of_the_wrong_type_is_named(string path, string json)
    {
        using var answer = await _browser.PostAsync(path, Json(json));
        await answer.ShouldNameFieldsAsync("body");
    }

    [Test]
    public async Task A_wrong_type_and_missing_values_are_all_named_at_once()
    {
        using var answer = await _browser.PostAsync(Token, Json("""{"roomName":7}"""));
        await answer.ShouldNameFieldsAsync("roomName", "participantName", "secret");
    }

    [Test]
    public async Task A_body_without_values_names_those_that_are_required(
        [Values("", "null", "{}")] string json
    )
    {
        using var token = await _browser.PostAsync(Token, Json(json));
        using var room = await _browser.PostAsync(Rooms, Json(json));

        await token.ShouldNameFieldsAsync("roomName", "participantName", "secret");
        await room.ShouldNameFieldsAsync("expirationDate");
    }

    [Test]
    public async Task Json_that_ends_too_soon_after_a_wrong_type_is_malformed()
    {
        using var answer = await _browser.PostAsync(Token, Json("""{"roomName":7,"secret":"""));
        await answer.ShouldBeErrorAsync(HttpStatusCode.BadRequest, "Malformed JSON");
    }

    [TestCase("[]")]
    [TestCase("\"x\"")]
    [TestCase("1")]
    public async Task Preferences_of_the_wrong_type_are_named(string json)
    {
        using var answer = await _browser.PutAsync(Appearance, Json(json));
        await answer.ShouldNameFieldsAsync("body");
    }

    /// <summary>JSON can contain half of a surrogate pair, which is not text (RFC 8259 §8.2).</summary>
    [TestCase("""{"color":"\ud800"}""")]
    [TestCase("""{"\udc00":1}""")]
    [TestCase("""{"a":{"b":["\ud800x"]}}""")]
    [TestCase("""{"a":{"\ud800":1}}""")]
    public async Task Preferences_with_a_lone_surrogate_are_refused(string json)
    {
        using var answer = await _browser.PutAsync(Appearance, Json(json));
        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
    }

    [TestCase(SignIn, """{"username":"\ud800abc","password":"12345678"}""", "username")]
    [TestCase(
        Token,
        """{"roomName":"r","participantName":"\ud800","secret":"s"}""",
        "participantName"
    )]
    [TestCase(
        Rooms,
        """{"expirationDate":4102444800000,"roomNamePrefix":"\udfff"}""",
        "roomNamePrefix"
    )]
    public async Task A_text_with_a_lone_surrogate_is_named(string path, string json, string field)
    {
        using var answer = await _browser.PostAsync(path, Json(json));
        await answer.ShouldNameFieldsAsync(field);
    }

    [TestCase("4102444800000")]
    [TestCase("4102444800000.0")]
    [TestCase("4102444800000.000")]
    [TestCase("4.1024448e12")]
    [TestCase("41024448E+5")]
    [TestCase("4102444800000.4568")]
    public async Task A_date_is_read_however_its_number_is_written(string number)
    {
        using var answer = await _browser.PostAsync(
            Rooms,
            Json($$"""{"expirationDate":{{number}}}""")
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            (await answer.ReadJsonAsync()).GetProperty("expirationDate").GetInt64(),
            Is.EqualTo(4102444800000)
        );
    }

    [TestCase("1e400")]
    [TestCase("-1e300")]
    [TestCase("\"4102444800000\"")]
    [TestCase("9223372036854775808")]
    public async Task An_invalid_date_is_named(string number)
    {
        using var answer = await _browser.PostAsync(
            Rooms,
            Json($$"""{"expirationDate":{{number}}}""")
        );
        await answer.ShouldNameFieldsAsync("expirationDate");
    }

    [TestCase("10.0", 10)]
    [TestCase("1e1", 10)]
    public async Task A_whole_number_is_read_however_it_is_written(string number, int expected)
    {
        using var answer = await _browser.PostAsync(
            Rooms,
            Json($$"""{"expirationDate":4102444800000,"maxParticipants":{{number}}}""")
        );
        Assert.That(
            (await answer.ReadJsonAsync()).GetProperty("maxParticipants").GetInt32(),
            Is.EqualTo(expected)
        );
    }

    [TestCase("10.5")]
    [TestCase("1e10")]
    [TestCase("1e400")]
    public async Task A_number_that_is_not_whole_is_named(string number)
    {
        using var answer = await _browser.PostAsync(
            Rooms,
            Json($$"""{"expirationDate":4102444800000,"maxParticipants":{{number}}}""")
        );
        await answer.ShouldNameFieldsAsync("maxParticipants");
    }

    [Test]
    public async Task A_client_that_disconnects_while_sending_is_not_logged_as_a_failure(
        [Values] bool withReset
    )
    {
        using var log = new LogLines();
        var requests = new FinishedRequests();
        await using var meet = new MeetApiFactory(services: services =>
            services.AddSingleton<ILoggerProvider>(log).AddSingleton<IStartupFilter>(requests)
        );
        for (var i = 0; i < Uploads; i++)
            await SendPartOfABodyAsync(meet.Address, withReset);

        await Eventually.HoldsAsync(() => requests.Count == Uploads, "every request is over");
        Assert.That(log.All.Where(line => line.Level >= LogLevel.Warning), Is.Empty);
    }

    /// <summary>The server reads the body after it has sent 100-continue. From then on it notices a disconnected client.</summary>
    private static async Task SendPartOfABodyAsync(Uri server, bool withReset)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {SignIn} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"
            )
        );
        using var reader = new StreamReader(stream, leaveOpen: true);
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("HTTP/1.1 100 Continue"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes("{\"username\":"));
        // Disposing the client first would close the connection normally, without a reset.
        if (withReset)
            client.Client.Close(timeout: 0);
    }

    /// <summary>Counts the finished requests, with any outcome.</summary>
    private sealed class FinishedRequests : IStartupFilter
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, rest) =>
                    {
                        try
                        {
                            await rest(context);
                        }
                        finally
                        {
                            Interlocked.Increment(ref _count);
                        }
                    }
                );
                next(app);
            };
    }

    private static StringContent Json(string text) => new(text, null, "application/json");
}
