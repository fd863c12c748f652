using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.WebApi.Diagnostics;

/// <summary>The server beside which a command runs. It listens where this process would.</summary>
internal sealed class ServerBeside(DoctorQuestions questions, IConfiguration configuration)
    : IRunningServer
{
    public async Task<ServerObservation?> ObserveAsync(CancellationToken ct)
    {
        foreach (
            var url in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.Port == 0)
                continue;
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]"
                ? "127.0.0.1"
                : address.Host;
            var answer = await questions.AskAsync(
                new Uri($"{address.Scheme}://{host}:{address.Port}"),
                ct
            );
            if (answer.Observation is { } observation)
                return observation;
        }

        return null;
    }
}
