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
);
