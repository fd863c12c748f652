using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Diagnostics;

/// <summary>
/// A check of the installation, as its author writes it: one class, and one row where it is registered. What it is about is known before
/// it is created, because it cannot be created if the settings that it needs are invalid.
/// </summary>
public interface ICheck
{
    /// <inheritdoc cref="IInstallationCheck.Id"/>
    static abstract string Id { get; }

    /// <inheritdoc cref="IInstallationCheck.Subject"/>
    static abstract string Subject { get; }

    /// <summary>All faults that the check can find, except those of every check. The doctor does not need them: docs/doctor.md lists them.</summary>
    static abstract IReadOnlyList<Fault> Faults { get; }

    /// <inheritdoc cref="IInstallationCheck.ExamineAsync"/>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct);
}

public static class Checks
{
    public static IServiceCollection AddCheck<T>(this IServiceCollection services)
        where T : class, ICheck => services.AddScoped<IInstallationCheck, CreatedLater<T>>();

    /// <summary>Creates the check when it is run.</summary>
    private sealed class CreatedLater<T>(IServiceProvider provider) : IInstallationCheck
        where T : class, ICheck
    {
        public string Id => T.Id;

        public string Subject => T.Subject;

        public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
        {
            // The examination has a limit of its own. A slow check must not take the time in which another cleans up.
            RequestTime.Suspend();
            T check;
            try
            {
                check = ActivatorUtilities.CreateInstance<T>(provider);
            }
            catch (OptionsValidationException)
            {
                return [Fault.NotExamined.Found("Settings that it needs are invalid")];
            }
            catch (StartException unusable)
            {
                return [Fault.NotExamined.Found(unusable.Message.ReplaceLineEndings(" "))];
            }

            return await check.ExamineAsync(ct);
        }
    }
}
