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
            if (Find(url) is { } found)
                yield return found;
        }

        if (server.BaseUrl is { } publicUrl)
            yield return new Uri(publicUrl);
    }

    /// <returns>The URL of a server that listens there; <see langword="null"/> if none can, or not over TCP.</returns>
    private static Uri? Find(string listensAt)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(listensAt);
        }
        catch (FormatException)
        {
            return null;
        }

        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
            return null;
        var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return Uri.TryCreate(
            $"{address.Scheme}://{host}:{address.Port}",
            UriKind.Absolute,
            out var url
        )
            ? url
            : null;
    }
}
