using System.Globalization;

namespace OpenViduMeet.TestSupport.Oidc;

/// <summary>npm's <c>oidc-provider</c>, with the pages with which it lets developers sign in.</summary>
public static class OidcProviderScript
{
    private static readonly NodeScripts Scripts = new("tests", "TestSupport", "Oidc", "Provider");

    /// <param name="issuer">Its address, with a free port.</param>
    /// <param name="meet">The address of the server that is its client.</param>
    /// <param name="now">The time of the server.</param>
    public static Task<RunningScript> StartAsync(string issuer, Uri meet, DateTimeOffset now) =>
        Scripts.StartAsync(
            "provider.mjs",
            ("ISSUER", issuer),
            ("MEET", meet.ToString().TrimEnd('/')),
            ("CLIENT_ID", OidcProviderDouble.ClientId),
            ("CLIENT_SECRET", OidcProviderDouble.ClientSecret),
            ("NOW", now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))
        );
}
