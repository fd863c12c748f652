using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Work;

/// <summary>Does several things of which none depends on another: what fails is logged, and keeps none of the others from being done.</summary>
internal sealed partial class IndependentWork(ILogger<IndependentWork> logger)
{
    /// <returns>The first failure of all, or <see cref="Result.Ok"/>.</returns>
    public async Task<Result> ForEachAsync<T>(
        IEnumerable<T> items,
        Func<T, Task<Result>> act,
        CancellationToken ct
    )
    {
        var outcome = Result.Ok;
        foreach (var item in items)
        {
            var done = await TryAsync(() => act(item), ct);
            outcome = outcome.IsFailure ? outcome : done;
        }

        return outcome;
    }

    /// <inheritdoc cref="ForEachAsync"/>
    public Task<Result> DoAllAsync(
        IEnumerable<Func<CancellationToken, Task<Result>>> parts,
        CancellationToken ct
    ) => ForEachAsync(parts, part => part(ct), ct);

    private async Task<Result> TryAsync(Func<Task<Result>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Exception failed) when (!ct.IsCancellationRequested)
        {
            LogFailed(failed);
            return Result.Ok;
        }
    }

    [LoggerMessage(LogLevel.Error, "One of several things that had to be done failed")]
    private partial void LogFailed(Exception exception);
}
