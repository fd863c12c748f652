using System.Globalization;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi.Telemetry;

/// <summary>Where metrics and traces go.</summary>
public sealed class TelemetryOptions : IMeetOptions
{
    public static string Section => "Telemetry";

    /// <summary>Whether nothing is measured, served and exported.</summary>
    public bool Disabled { get; init; }

    /// <summary>
    /// The port on which everybody may read the metrics, or <see langword="null"/> to serve them on the server's own port, with an API key.
    /// </summary>
    public int? MetricsPort { get; init; }

    /// <summary>The URL of the collector (OTLP), or <see langword="null"/> to export nothing.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary><c>grpc</c> or <c>http/protobuf</c>; <see langword="null"/> for OpenTelemetry's default.</summary>
    public string? OtlpProtocol { get; init; }

    public void Validate(OptionsFaults faults)
    {
        var serverPort =
            faults.ValueOf($"{ServerOptions.Section}:{nameof(ServerOptions.Port)}")
            ?? new ServerOptions().Port.ToString(CultureInfo.InvariantCulture);
        // Of --urls, every address is tried before the server starts.
        if (!faults.HasUrls && MetricsPort?.ToString(CultureInfo.InvariantCulture) == serverPort)
            faults.Add(nameof(MetricsPort), "must be another port than SERVER_PORT (Server:Port)");
        if (OtlpEndpoint is not null && !IsUsable(OtlpEndpoint))
            faults.Add(
                nameof(OtlpEndpoint),
                "must be an absolute URL that begins with http:// or https://, without a user name, query or fragment"
            );
    }

    private static bool IsUsable(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && url is { UserInfo: "", Query: "", Fragment: "", Port: > 0 };
}
