using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>The server beside which a command runs. It listens where this process would, or in another container behind the public URL.</summary>
internal sealed class ServerBeside(
    DoctorQuestions questions,
    ServerOptions server,
    IConfiguration configuration
) : IRunningServer
{
    public async Task<ServerObservation?> ObserveAsync(CancellationToken ct)
    {
        foreach (var url in Urls())
        {
            if ((await questions.AskAsync(url, ct)).Observation is { } observation)
                return observation;
        }

        return null;
    }

    private IEnumerable<Uri> Urls()
    {
        var urls = configuration[WebHostDefaults.ServerUrlsKey] ?? "";
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.Port == 0)
                continue;
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]"
                ? "127.0.0.1"
                : address.Host;
            yield return new Uri($"{address.Scheme}://{host}:{address.Port}");
        }

        if (server.BaseUrl is { } publicUrl)
            yield return new Uri(publicUrl);
    }
}
