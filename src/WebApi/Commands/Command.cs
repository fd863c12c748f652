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
    Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> RunAsync
)
{
    /// <summary>Whether the command also runs with invalid settings. It must not use options without expecting that they are invalid.</summary>
    public bool RunsWithInvalidSettings { get; init; }

    /// <summary>Changes the services before they are built.</summary>
    public Action<WebApplicationBuilder> Prepare { get; init; } = _ => { };
}
