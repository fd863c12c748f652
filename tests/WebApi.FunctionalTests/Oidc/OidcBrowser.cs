using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Oidc;

namespace OpenViduMeet.WebApi.FunctionalTests.Oidc;

/// <summary>The steps of a sign-in at the provider.</summary>
internal static class OidcBrowser
{
    public const string SignIns = "/meet/api/v1/auth/oidc";
    public const string Profile = "/meet/api/v1/auth/profile";

    /// <summary>Opens the sign-in.</summary>
    /// <returns>The page of the provider.</returns>
    public static async Task<Uri> BeginAsync(this Browser browser, string? returnTo = null)
    {
        var query = returnTo is null ? "" : $"?returnTo={Uri.EscapeDataString(returnTo)}";
        using var answer = await browser.GetAsync($"{SignIns}/login{query}");
        Assert.That(
            answer.StatusCode,
            Is.EqualTo(HttpStatusCode.Redirect),
            await answer.Content.ReadAsStringAsync()
        );
        return answer.Headers.Location!;
    }

    /// <summary>A browser that has signed in as the provider's current account.</summary>
    public static async Task<Browser> SignInAsync(
        this OidcProviderDouble provider,
        MeetApiFactory meet
    )
    {
        var browser = meet.NewBrowser();
        var callback = provider.Authorize(await browser.BeginAsync());
        using var answer = await browser.GetAsync(callback);
        Assert.That(
            answer.StatusCode,
            Is.EqualTo(HttpStatusCode.OK),
            await answer.Content.ReadAsStringAsync()
        );
        return browser;
    }

    public static async Task ShouldBeAsync(this Browser browser, string name, string role)
    {
        using var answer = await browser.GetAsync(Profile);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var profile = await answer.ReadJsonAsync();
        Assert.That(profile.GetProperty("username").GetString(), Is.EqualTo(name));
        Assert.That(profile.GetProperty("role").GetString(), Is.EqualTo(role));
    }

    public static async Task ShouldBeSignedOutAsync(this Browser browser)
    {
        using var answer = await browser.GetAsync(Profile);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    /// <summary>Asserts that a sign-in was refused: the right error, and no token.</summary>
    public static async Task ShouldBeRefusedAsync(
        this HttpResponseMessage answer,
        HttpStatusCode status,
        string message
    )
    {
        await answer.ShouldBeErrorAsync(status, message, "Authentication Error");
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            Assert.That(cookies, Has.None.Contains("Token="));
    }
}
