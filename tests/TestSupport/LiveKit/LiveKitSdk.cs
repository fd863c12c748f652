using System.Globalization;
using System.Text.Json;
using NUnit.Framework;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>LiveKit's own server SDK: what it thinks of our tokens, and webhooks as it signs them.</summary>
public static class LiveKitSdk
{
    private static readonly NodeScripts Scripts = new("tests", "TestSupport", "LiveKit", "Sdk");

    /// <summary>The claims of a token that the SDK accepts; the test fails if it does not.</summary>
    public static async Task<JsonElement> VerifyTokenAsync(string token, DateTimeOffset now)
    {
        var outcome = await RunVerifierAsync(token, now);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
        using var claims = JsonDocument.Parse(outcome.Output);
        return claims.RootElement.Clone();
    }

    /// <summary>Why the SDK refuses a token, in its words; the test fails if it does not.</summary>
    public static async Task<string> RefuseTokenAsync(string token, DateTimeOffset now)
    {
        var outcome = await RunVerifierAsync(token, now);
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.Output);
        return outcome.Errors;
    }

    /// <summary>The Authorization header of a webhook that the SDK signs and accepts itself.</summary>
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
