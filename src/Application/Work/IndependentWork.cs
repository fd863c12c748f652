using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Work;

/// <summary>
/// Runs independent tasks: one that fails does not prevent the others. An unexpected exception is logged and becomes a failure.
/// </summary>
public sealed partial class IndependentWork(ILogger<IndependentWork> logger)
{
    /// <param name="where">The name of the calling method, for the log.</param>
    /// <returns>The first failure, or <see cref="Result.Ok"/>.</returns>
    public async Task<Result> ForEachAsync<T>(
        IEnumerable<T> items,
        Func<T, Task<Result>> act,
        CancellationToken ct,
        [CallerMemberName] string where = ""
    )
    {
        var outcome = Result.Ok;
        foreach (var item in items)
        {
            var done = await TryAsync(() => act(item), ct, where);
            outcome = outcome.IsFailure ? outcome : done;
        }

        return outcome;
    }

    /// <inheritdoc cref="ForEachAsync"/>
    public Task<Result> RunAllAsync(
        IEnumerable<Func<CancellationToken, Task<Result>>> parts,
        CancellationToken ct,
        [CallerMemberName] string where = ""
    ) => ForEachAsync(parts, part => part(ct), ct, where);

    /// <summary>Runs one task. Throws only when <paramref name="ct"/> is cancelled.</summary>
    /// <inheritdoc cref="ForEachAsync"/>
    public async Task<Result> TryAsync(
        Func<Task<Result>> act,
        CancellationToken ct,
        [CallerMemberName] string where = ""
    )
    {
        try
        {
            return await act();
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogFailed(failed, where);
            return Error.Unavailable("Internal Error", failed.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Where} failed. Other work continues.")]
    private partial void LogFailed(Exception exception, string where);
}
