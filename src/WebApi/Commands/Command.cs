namespace OpenViduMeet.WebApi.Commands;

/// <summary>A command that the process runs instead of serving.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Summary">One line for the help.</param>
/// <param name="RunAsync">
/// Runs the command with the server's services, before anything is opened. Returns the exit code of the process.
/// </param>
internal sealed record Command(
    string Name,
    string Summary,
    Func<IServiceProvider, CommandArguments, TextWriter, CancellationToken, Task<int>> RunAsync
)
{
    /// <summary>A command without arguments.</summary>
    public Command(
        string name,
        string summary,
        Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> runAsync
    )
        : this(name, summary, (services, _, output, ct) => runAsync(services, output, ct)) { }

    /// <summary>The name of the command's one argument, such as <c>FILE</c>; <see langword="null"/> if it has none.</summary>
    public string? Argument { get; init; }

    /// <summary>The flags that may follow the command, such as <c>--replace</c>, each with a line for the help.</summary>
    public IReadOnlyList<CommandFlag> Flags { get; init; } = [];

    /// <summary>Whether the command also runs with invalid settings. It must not use options without expecting that they are invalid.</summary>
    public bool RunsWithInvalidSettings { get; init; }

    /// <summary>Changes the services before they are built.</summary>
    public Action<WebApplicationBuilder> Prepare { get; init; } = _ => { };

    /// <summary>How the command is written.</summary>
    public string Usage =>
        string.Join(' ', [Name, Argument, .. Flags.Select(flag => $"[{flag.Name}]")]);
}

/// <param name="Name">The flag as it is written, such as <c>--replace</c>.</param>
/// <param name="Summary">One line for the help.</param>
internal sealed record CommandFlag(string Name, string Summary);

/// <summary>What followed a command on the command line.</summary>
/// <param name="Value">The argument; empty if the command has none.</param>
/// <param name="Flags">The flags that were written.</param>
internal sealed record CommandArguments(string Value, IReadOnlySet<string> Flags)
{
    public static readonly CommandArguments None = new(
        "",
        new HashSet<string>(StringComparer.Ordinal)
    );

    public bool Has(CommandFlag flag) => Flags.Contains(flag.Name);
}
