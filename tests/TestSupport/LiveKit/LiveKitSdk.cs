using System.Globalization;
using System.Text.Json;
using NUnit.Framework;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>LiveKit's own server SDK, which verifies tokens and signs webhooks.</summary>
public static class LiveKitSdk
{
    private static readonly NodeScripts Scripts = new("tests", "TestSupport", "LiveKit", "Sdk");

    /// <summary>Returns the claims of a token. The test fails if the SDK refuses the token.</summary>
    public static async Task<JsonElement> VerifyTokenAsync(string token, DateTimeOffset now)
    {
        var outcome = await RunVerifierAsync(token, now);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        using var claims = JsonDocument.Parse(outcome.Output);
        return claims.RootElement.Clone();
    }

    /// <summary>Returns the SDK's message for a refused token. The test fails if the SDK accepts the token.</summary>
    public static async Task<string> RefuseTokenAsync(string token, DateTimeOffset now)
    {
        var outcome = await RunVerifierAsync(token, now);
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.Output);
        return outcome.Errors;
    }

    /// <summary>Returns the Authorization header of a webhook that the SDK has signed and verified.</summary>
    public static async Task<string> SignWebhookAsync(string body, DateTimeOffset now)
    {
        var outcome = await Scripts.RunAsync("sign-webhook.mjs", body, EnvironmentAt(now));
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        return outcome.Output;
    }

    private static Task<ScriptOutcome> RunVerifierAsync(string token, DateTimeOffset now) =>
        Scripts.RunAsync("verify-token.mjs", token, EnvironmentAt(now));

    private static (string Name, string Value)[] EnvironmentAt(DateTimeOffset now) =>
        [
            ("LIVEKIT_API_KEY", MeetApiFactory.LiveKitApiKey),
            ("LIVEKIT_API_SECRET", MeetApiFactory.LiveKitApiSecret),
            ("NOW", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
        ];
}
