using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Diagnostics;

/// <summary>Names all invalid settings at once.</summary>
internal sealed class SettingsCheck(IServiceProvider services) : ICheck
{
    private static readonly Fault Invalid = new(
        "settings-invalid",
        FaultSeverity.Failure,
        "Change the setting, and start the server again. docs/settings.md describes it."
    );

    public static string Id => "settings";

    public static string Subject => "The settings are valid";

    public static IReadOnlyList<Fault> Faults { get; } = [Invalid];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        try
        {
            services.ValidateSettings();
            return Task.FromResult<IReadOnlyList<Finding>>([]);
        }
        catch (SettingsException invalid)
        {
            return Task.FromResult<IReadOnlyList<Finding>>([
                .. invalid.Faults.Select(Invalid.Found),
            ]);
        }
    }
}
