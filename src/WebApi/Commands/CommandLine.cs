using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>The parsed command line.</summary>
/// <param name="Command">The command to run, or <see langword="null"/> to serve.</param>
/// <param name="Arguments">What followed the command.</param>
/// <param name="Settings">The settings, as the framework reads them.</param>
/// <param name="Print">The text to print instead of doing anything else, or <see langword="null"/>.</param>
internal sealed record CommandLine(
    Command? Command,
    CommandArguments Arguments,
    IReadOnlyList<string> Settings,
    string? Print = null
)
{
    /// <summary>All commands. Add new ones here.</summary>
    private static readonly Command[] Commands =
    [
        new(
            "backup",
            "Write the state of the installation into a file; the server may run",
            BackupCommand.RunAsync
        )
        {
            Argument = "FILE",
            Flags = [BackupCommand.NoMedia, BackupCommand.HashMedia],
        },
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
        new("migrate", "Create or migrate the database", MigrateCommand.RunAsync)
        {
            Flags = [MigrateCommand.DryRun],
        },
        new(
            "restore",
            "Restore the state of the installation from a backup; the server may not run",
            RestoreCommand.RunAsync
        )
        {
            Argument = "FILE",
            Flags = [RestoreCommand.Replace],
        },
        new(
            "verify",
            "Check that a backup can be restored, and that the store holds what it lists",
            VerifyCommand.RunAsync
        )
        {
            Argument = "FILE",
            Flags = [BackupCommand.NoMedia, BackupCommand.HashMedia],
        },
    ];

    public static string Help =>
        $"""
            Usage: OpenViduMeet.WebApi [command] [settings]

            Without a command, the server starts.

            Commands:
            {string.Join('\n', Commands.Select(HelpOf))}

            Settings:
              --urls http://localhost:6080    Where to listen
              --Section:Key=value             A setting of appsettings.json; its environment variable wins over it
              --help                          Print this help and exit
              --version                       Print the version and exit
            """;

    /// <inheritdoc cref="CommandLineParser"/>
    public static Result<CommandLine> Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
            return new CommandLine(null, CommandArguments.None, [], Help);
        if (arguments.Contains("--version"))
            return new CommandLine(null, CommandArguments.None, [], ServerVersion.Text);
        return new CommandLineParser(arguments).Parse();
    }

    public static Command? Find(string name) =>
        Array.Find(Commands, command => command.Name == name);

    /// <returns>The command that has this flag, preferably the current one; <see langword="null"/> if none has it.</returns>
    public static Command? OwnerOf(string flag, Command? current) =>
        Commands
            .Where(command => command.Flags.Any(own => own.Name == flag))
            .OrderBy(command => command != current)
            .FirstOrDefault();

    public static string Unexpected(string word) =>
        $"{word} is not expected. Commands: {string.Join(", ", Commands.Select(command => command.Name))}. Without a command, the server starts. See --help";

    private static string HelpOf(Command command)
    {
        var name = command.Argument is null ? command.Name : $"{command.Name} {command.Argument}";
        return string.Join(
            '\n',
            command
                .Flags.Select(flag => $"    {flag.Name, -13}{flag.Summary}")
                .Prepend($"  {name, -15}{command.Summary}")
        );
    }
}
