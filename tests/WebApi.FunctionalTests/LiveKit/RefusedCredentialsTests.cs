using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A LiveKit with another secret. Its answer repeats the token that it refuses.</summary>
public sealed class RefusedCredentialsTests
{
    [Test]
    public async Task The_log_contains_the_cause_and_no_token()
    {
        using var log = new LogLines();
        await using var liveKit = await LiveKitDouble.StartAsync(apiSecret: "another secret");
        await using var meet = new MeetApiFactory(
            new Dictionary<string, string>
            {
                ["LIVEKIT_URL"] = liveKit.Url.ToString(),
                ["MEET_LOG_LEVEL"] = "debug",
            },
            services => services.AddSingleton<ILoggerProvider>(log)
        );
        using var admin = await meet.SignInAsAdminAsync();

        using var answer = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = meet.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds() }
        );

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "LiveKit is not available"
        );
        Assert.That(log.Text, Does.Contain("refuses our credentials").And.Not.Contain("eyJ"));
    }
}
