using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenViduMeet.Infrastructure.Settings;

public static class SettingsServices
{
    /// <summary>
    /// Registers options that are bound to their section, validated at the start, and injected as <typeparamref name="T"/>.
    /// </summary>
    public static IServiceCollection AddSettings<T>(
        this IServiceCollection services,
        MeetSettings settings
    )
        where T : class, IMeetOptions
    {
        services.AddSingleton<IValidateOptions<T>>(new Validator<T>(settings));
        services.AddOptions<T>().Bind(settings.SectionOf<T>()).ValidateOnStart();
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>Validates all options. To be called before any other service is used.</summary>
    /// <exception cref="SettingsException">Some options are invalid. The message names all faults.</exception>
    public static void ValidateSettings(this IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException invalid)
        {
            throw new SettingsException([.. invalid.Failures]);
        }
        catch (AggregateException several)
        {
            throw new SettingsException([
                .. several
                    .InnerExceptions.Cast<OptionsValidationException>()
                    .SelectMany(invalid => invalid.Failures),
            ]);
        }
    }

    private sealed class Validator<T>(MeetSettings settings) : IValidateOptions<T>
        where T : class, IMeetOptions
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = OptionsFaults.Of<T>(settings);
            options.Validate(faults);
            return faults.Lines.Count == 0
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(faults.Lines);
        }
    }
}
