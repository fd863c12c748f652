using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Errors;

public sealed class ErrorShapeTests
{
    private const string Token = "/meet/internal-api/v1/participants/token";
    private const string Preferences = "/meet/api/v1/preferences/security";

    private MeetApiFactory _meet = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _meet = new MeetApiFactory();
        _browser = _meet.NewBrowser();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _meet.DisposeAsync();
    }

    [TestCase("/meet/api/v1/nothing")]
    [TestCase("/meet/internal-api/v1/nothing")]
    [TestCase("/meet/api")]
    public async Task An_unknown_route_is_not_found(string path)
    {
        using var answer = await _browser.GetAsync(path);
        await answer.ShouldBeErrorAsync(HttpStatusCode.NotFound, "Path not found", "Request Error");
    }

    [Test]
    public async Task A_wrong_method_is_not_allowed()
    {
        using var answer = await _browser.DeleteAsync(Preferences);
        await answer.ShouldBeErrorAsync(HttpStatusCode.MethodNotAllowed, "Method not allowed");
        Assert.That(answer.Content.Headers.Allow, Is.EquivalentTo(new[] { "GET", "PUT" }));
    }

    [TestCase("{\"roomName\":", "application/json", 400, "Malformed JSON")]
    [TestCase("roomName=a", "application/x-www-form-urlencoded", 415, "Unsupported Media Type")]
    public async Task An_unreadable_body_is_refused(
        string text,
        string mediaType,
        int status,
        string message
    )
    {
        using var body = new StringContent(text, null, mediaType);
        using var answer = await _browser.PostAsync(Token, body);
        await answer.ShouldBeErrorAsync((HttpStatusCode)status, message, "Request Error");
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var body = new StringContent(
            $"{{\"roomName\":\"{new string('a', 2_000_000)}\"}}",
            null,
            "application/json"
        );
        // With Expect: 100-continue, the server need not close the connection while the body is being sent.
        using var answer = await _browser.SendAsync(
            HttpMethod.Post,
            Token,
            body,
            ("Expect", "100-continue")
        );
        await answer.ShouldBeErrorAsync(
            HttpStatusCode.RequestEntityTooLarge,
            "Request body too large"
        );
    }

    [Test]
    public async Task A_bug_is_answered_with_500_without_details()
    {
        await using var meet = Failing(new InvalidOperationException("the secret is 42"));
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(Preferences);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.InternalServerError,
            "Internal server error",
            "Internal Error"
        );
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("42"));
    }

    [Test]
    public async Task A_failing_database_is_answered_with_503()
    {
        await using var meet = Failing(new SqliteException("disk I/O error", 10));
        using var browser = meet.NewBrowser();
        using var answer = await browser.GetAsync(Preferences);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available",
            "Storage Error"
        );
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task Trailing_slashes_are_accepted()
    {
        using var answer = await _browser.GetAsync(Preferences + "/");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static MeetApiFactory Failing(Exception exception)
    {
        var preferences = new Mock<ISecurityPreferencesReader>();
        preferences
            .Setup(p => p.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(exception);
        return new(services: services =>
            services.Replace(ServiceDescriptor.Singleton(preferences.Object))
        );
    }
}
