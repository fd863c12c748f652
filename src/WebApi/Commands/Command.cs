namespace OpenViduMeet.WebApi.Commands;

/// <summary>Something that the process does in place of serving.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Summary">What it does, in one line of the help.</param>
/// <param name="RunAsync">Does it with the server's services, of which nothing is open yet. Returns the process' exit code.</param>
internal sealed record Command(
    string Name,
    string Summary,
    Func<IServiceProvider, TextWriter, CancellationToken, Task<int>> RunAsync
);
