namespace OpenViduMeet.TestSupport;

/// <summary>A link to a recording.</summary>
/// <param name="Url">The URL to watch the recording by.</param>
public sealed record TestLink(string Id, string Url)
{
    /// <summary>The URL's path.</summary>
    public string Path => new Uri(Url).AbsolutePath;
}

public static class TestLinks
{
    /// <summary>Creates a link to a recording, with the API key.</summary>
    public static async Task<TestLink> AddLinkAsync(
        this MeetApiFactory meet,
        string recording,
        int expiresInSeconds = 3600,
        string access = "view",
        string? code = null
    )
    {
        using var key = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var answer = await key.PostAsync(
            $"/meet/api/v1/recordings/{recording}/links",
            new
            {
                expiresInSeconds,
                access,
                code,
            }
        );
        answer.EnsureSuccessStatusCode();
        var link = await answer.ReadJsonAsync();
        return new TestLink(
            link.GetProperty("linkId").GetString()!,
            link.GetProperty("url").GetString()!
        );
    }
}
