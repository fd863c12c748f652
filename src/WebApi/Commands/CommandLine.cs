using OpenViduMeet.Domain.Results;

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
            "import",
            "Adopt the rooms and recordings that an OpenVidu Meet installation left in the store",
            ImportCommand.RunAsync
        ),
    ];

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
    /// Finds the command. All other arguments are settings, which the framework reads (<c>--key value</c>, <c>--key=value</c>,
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
            if (argument.Contains('=', StringComparison.Ordinal))
                continue;

            if (argument.StartsWith('-') || argument.StartsWith('/'))
            {
                // The next argument is its value.
                if (++index == arguments.Count)
                    return Fault($"{argument} needs a value. See --help");
                continue;
            }

            var named = Array.Find(Commands, known => known.Name == argument);
            if (named is null || command is not null)
                return Fault(Unexpected(argument));
            command = named;
        }

        return new CommandLine(command);
    }

    private static Error Fault(string message) => Error.Malformed("Command Line Error", message);

    private static string Unexpected(string word) =>
        $"{word} is not expected. Commands: {string.Join(", ", Commands.Select(command => command.Name))}. Without a command, the server starts. See --help";
}
