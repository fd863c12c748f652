using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>The parsed command line.</summary>
/// <param name="Command">The command to run, or <see langword="null"/> to serve.</param>
/// <param name="IsHelp">Whether to print the help and nothing else.</param>
internal sealed record CommandLine(Command? Command = null, bool IsHelp = false)
{
    /// <summary>All commands. Add new ones here.</summary>
    private static readonly Command[] Commands =
    [
        new(
            "doctor",
            "Examine the installation, and name each fault with its remedy",
            DoctorCommand.RunAsync
        )
        {
            RunsWithInvalidSettings = true,
            Prepare = DoctorCommand.Prepare,
        },
        new(
            "import",
            "Adopt the rooms and recordings that an OpenVidu Meet installation left in the store",
            ImportCommand.RunAsync
        ),
        new("migrate", "Create or migrate the database", MigrateCommand.RunAsync),
    ];

    /// <summary>
    /// The settings of the framework's host that make sense for this server. The last does nothing here: see
    /// <see cref="Limits.TrustedProxies"/>.
    /// </summary>
    private static readonly HashSet<string> FrameworkSettings = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        WebHostDefaults.ServerUrlsKey,
        WebHostDefaults.EnvironmentKey,
        WebHostDefaults.ContentRootKey,
        WebHostDefaults.ApplicationKey,
        "FORWARDEDHEADERS_ENABLED",
    };

    /// <summary>The sections of the framework's own settings.</summary>
    private static readonly string[] FrameworkSections = ["Logging", "Kestrel"];

    public static string Help =>
        $"""
            Usage: OpenViduMeet.WebApi [command] [settings]

            Without a command, the server starts.

            Commands:
            {string.Join(
                '\n',
                Commands.Select(command => $"  {command.Name, -12}{command.Summary}")
            )}

            Settings:
              --urls http://localhost:6080    Where to listen
              --Section:Key=value             A setting of appsettings.json; its environment variable wins over it
              --help                          Print this help and exit
            """;

    /// <summary>
    /// Finds the command. All other arguments must be settings, which the framework reads (<c>--key value</c>, <c>--key=value</c>,
    /// <c>key=value</c>).
    /// </summary>
    public static Result<CommandLine> Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
            return new CommandLine(IsHelp: true);

        Command? command = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var hasValue = argument.Contains('=', StringComparison.Ordinal);
            if (hasValue || argument.StartsWith('-') || argument.StartsWith('/'))
            {
                // Without a value in the argument, the next argument is the value.
                if (!hasValue && ++index == arguments.Count)
                    return Fault($"{argument} needs a value. See --help");
                // The value may be a secret, so it is not repeated.
                var name = argument.Split('=', 2)[0];
                if (!IsSetting(name))
                    return Fault($"{name} is not a setting. See --help and docs/settings.md");
                continue;
            }

            var named = Array.Find(Commands, known => known.Name == argument);
            if (named is null || command is not null)
                return Fault(Unexpected(argument));
            command = named;
        }

        return new CommandLine(command);
    }

    /// <summary>Whether this server or the framework reads the setting. The framework ignores settings that nothing reads.</summary>
    /// <param name="name">The name as written, which may begin with <c>--</c> or <c>/</c>.</param>
    private static bool IsSetting(string name)
    {
        var key =
            name.StartsWith("--", StringComparison.Ordinal) ? name[2..]
            : name.StartsWith('/') ? name[1..]
            : name;
        return MeetSettings.Knows(key)
            || FrameworkSettings.Contains(key)
            || FrameworkSections.Any(section =>
                key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)
            );
    }

    private static Error Fault(string message) => Error.Malformed("Command Line Error", message);

    private static string Unexpected(string word) =>
        $"{word} is not expected. Commands: {string.Join(", ", Commands.Select(command => command.Name))}. Without a command, the server starts. See --help";
}
