namespace OpenViduMeet.Benchmarks.Load;

/// <summary>
/// The cost of the framework alone for a token request: reads the same JSON, answers the same JSON, and does nothing else.
/// </summary>
internal static class BareServer
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var token = (await File.ReadAllTextAsync(arguments.Text("answer"))).Trim();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapPost(
            "/meet/internal-api/v1/participants/token",
            (TokenRequest request) =>
                string.IsNullOrEmpty(request.ParticipantName)
                    ? Results.BadRequest()
                    : Results.Ok(new TokenAnswer(token))
        );
        await app.RunAsync($"http://127.0.0.1:{arguments.Number("port")}");
        return 0;
    }

    private sealed record TokenRequest(string? RoomName, string? ParticipantName, string? Secret);

    private sealed record TokenAnswer(string Token);
}
