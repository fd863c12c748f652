using System.Net;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

public sealed class StreamAccessTests
{
    private const string Demo = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";
    private const string Unknown = "/meet/internal-api/v1/recordings/nothing/stream";

    private MeetApiFactory _meet = null!;

    [OneTimeSetUp]
    public void Start() => _meet = new MeetApiFactory();

    [OneTimeTearDown]
    public async Task StopAsync() => await _meet.DisposeAsync();

    [TestCase(Demo)]
    [TestCase(Unknown)]
    public async Task Without_a_token_every_recording_is_unauthorized(string path)
    {
        using var nobody = _meet.NewBrowser();
        using var holder = _meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);

        foreach (var browser in new[] { nobody, holder })
        {
            using var answer = await browser.GetAsync(path);
            using var head = await browser.SendAsync(HttpMethod.Head, path);

            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Unauthorized,
                "Unauthorized",
                "Authentication Error"
            );
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(head.Headers.ETag, Is.Null);
        }
    }

    [TestCase(Demo)]
    [TestCase(Unknown)]
    public async Task Users_and_participants_of_other_rooms_are_forbidden(string path)
    {
        using var user = await _meet.SignInAsUserAsync();
        using var moderator = await _meet.EnterAsync(await _meet.CreateRoomAsync());

        foreach (var browser in new[] { user, moderator })
        {
            using var answer = await browser.GetAsync(path);
            using var head = await browser.SendAsync(HttpMethod.Head, path);

            await answer.ShouldBeErrorAsync(
                HttpStatusCode.Forbidden,
                "Insufficient permissions to access this resource",
                "Authentication Error"
            );
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }
    }

    [TestCase("unknown--EG_demo--clock")]
    [TestCase("demo--EG_demo--other")]
    [TestCase("demo--EG_other--clock")]
    [TestCase("DEMO--EG_demo--clock")]
    [TestCase("demo--EG_demo--CLOCK")]
    [TestCase("demo")]
    [TestCase("demo--clock")]
    [TestCase("demo--EG_demo--clock--more")]
    [TestCase("demo--EG_demo--clock.mp4")]
    [TestCase("demo--EG_demo--clock%20")]
    [TestCase("%20demo--EG_demo--clock")]
    [TestCase("..%2Fdemo--EG_demo--clock")]
    [TestCase("..%2F..%2F..%2Fetc%2Fpasswd")]
    [TestCase("demo--EG_demo--..%2Fclock")]
    [TestCase("demo--EG_demo--%2e%2e%2fclock")]
    [TestCase("demo--EG_demo--..%5Cclock")]
    [TestCase("%252e%252e%252fdemo--EG_demo--clock")]
    [TestCase("demo%252D%252DEG_demo--clock")]
    [TestCase("demo--EG_demo--%E6%97%A5")]
    public async Task A_malformed_id_is_not_normalized_to_an_existing_one(string id)
    {
        using var admin = await _meet.SignInAsAdminAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await admin.SendAsync(
                method,
                $"/meet/internal-api/v1/recordings/{id}/stream"
            );
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            if (method == HttpMethod.Get)
                await answer.ShouldBeErrorAsync(
                    HttpStatusCode.NotFound,
                    "Recording not found",
                    "Recording Error"
                );
        }
    }
}
