using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>
/// Finds the command, its argument and its flags. All other arguments must be settings, which the framework reads (<c>--key value</c>,
/// <c>--key=value</c>, <c>key=value</c>).
/// </summary>
internal sealed class CommandLineParser(IReadOnlyList<string> arguments)
{
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

    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private readonly List<string> _settings = [];
    private Command? _command;
    private string? _value;
    private int _index;

    public Result<CommandLine> Parse()
    {
        for (_index = 0; _index < arguments.Count; _index++)
        {
            if (Take(arguments[_index]) is { } fault)
                return fault;
        }

        return _command is { Argument: { } needed } && _value is null
            ? Fault($"{_command.Name} needs {needed}: {_command.Usage}. See --help")
            : new CommandLine(_command, new CommandArguments(_value ?? "", _flags), _settings);
    }

    private Error? Take(string argument)
    {
        if (CommandLine.OwnerOf(argument, _command) is { } owner)
        {
            if (owner != _command)
                return Fault($"{argument} belongs after {owner.Name}. See --help");
            _flags.Add(argument);
        }
        else if (IsValue(argument))
            _value = argument;
        else if (LooksLikeSetting(argument))
            return TakeSetting(argument);
        else if (_command is null && CommandLine.Find(argument) is { } named)
            _command = named;
        else
            return Fault(CommandLine.Unexpected(argument));

        return null;
    }

    /// <summary>Whether this is the argument of the command. The path of a file may look like a setting, such as <c>/backups/a=b</c>.</summary>
    private bool IsValue(string argument) =>
        _command is { Argument: not null }
        && _value is null
        && !argument.StartsWith('-')
        && !(LooksLikeSetting(argument) && IsSetting(NameIn(argument)));

    private static bool LooksLikeSetting(string argument) =>
        argument.Contains('=', StringComparison.Ordinal)
        || argument.StartsWith('-')
        || argument.StartsWith('/');

    /// <summary>Takes a setting and its value. Without a value in the argument, the next argument is the value.</summary>
    private Error? TakeSetting(string argument)
    {
        var hasValue = argument.Contains('=', StringComparison.Ordinal);
        if (!hasValue && _index + 1 == arguments.Count)
            return Fault($"{argument} needs a value. See --help");
        // The value may be a secret, so it is not repeated.
        if (!IsSetting(NameIn(argument)))
            return Fault($"{NameIn(argument)} is not a setting. See --help and docs/settings.md");
        _settings.Add(argument);
        if (!hasValue)
            _settings.Add(arguments[++_index]);
        return null;
    }

    private static string NameIn(string argument) => argument.Split('=', 2)[0];

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
}
