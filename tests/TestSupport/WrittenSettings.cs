using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.AdminConsole;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;
using OpenViduMeet.WebApi.Telemetry;

namespace OpenViduMeet.TestSupport;

/// <summary>The server's options for settings as users write them, by variable or by path.</summary>
public static class WrittenSettings
{
    public static MeetSettings Of(
        bool isDevelopment,
        params IEnumerable<(string Name, string Value)> values
    ) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    values.Select(value => KeyValuePair.Create(value.Name, (string?)value.Value))
                )
                .Build(),
            isDevelopment
        );

    /// <summary>The lines of the error with which a start is refused.</summary>
    public static string[] FaultsOf(MeetSettings settings)
    {
        using var services = new ServiceCollection()
            .AddInfrastructure(settings)
            .AddSettings<ServerOptions>(settings)
            .AddSettings<SpaOptions>(settings)
            .AddSettings<TelemetryOptions>(settings)
            .AddSettings<ConsoleOptions>(settings)
            .BuildServiceProvider();
        try
        {
            services.ValidateSettings();
            return [];
        }
        catch (SettingsException faults)
        {
            return faults.Message.Split(Environment.NewLine);
        }
    }
}
