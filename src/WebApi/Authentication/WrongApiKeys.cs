using System.Diagnostics.Metrics;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Infrastructure.Logging;
using OpenViduMeet.WebApi.Limits;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>Logs and counts that wrong API keys are sent. They are not limited: a key cannot be guessed by trying, and a wrong one costs no statement of the database.</summary>
internal sealed partial class WrongApiKeys(
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<WrongApiKeys> logger
)
{
    private readonly LogThrottle _refused = new(clock);

    private readonly Counter<long> _counter = meters
        .Create(MeetTelemetry.Name)
        .CreateCounter<long>(
            "meet.api_keys.refused",
            "{request}",
            "Requests with a wrong API key."
        );

    public void Count(HttpContext context)
    {
        _counter.Add(1);
        if (_refused.Count() is { } count)
            LogRefused(count, context.Connection.RemoteIpAddress?.Unmap().ToString());
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Count} requests with a wrong X-API-KEY since the last message of this kind, the latest from {Client}. If the client is your own integration, compare its key with MEET_API_KEY and with the list of API keys: it may have been deleted or have expired"
    )]
    private partial void LogRefused(int count, string? client);
}
