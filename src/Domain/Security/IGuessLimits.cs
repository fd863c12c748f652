using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Security;

/// <summary>
/// Limits the wrong guesses of each client, at each target and at all targets together. Right guesses and the guesses of other clients
/// do not count.
/// </summary>
public interface IGuessLimits
{
    /// <summary>
    /// Reserves a guess before its outcome is known. If the limit depends on guesses that are being checked, waits for their outcome.
    /// </summary>
    /// <param name="target">What the secret gives access to, such as an account or a room.</param>
    /// <param name="client">The client that guesses; see <see cref="IClientAddress.Network"/>.</param>
    /// <returns>The reserved guess, or <see cref="TooManyRequests"/>.</returns>
    Task<Result<ReservedGuess>> ReserveAsync(string target, string client, CancellationToken ct);

    /// <summary>Deletes what is known of windows that have ended.</summary>
    Task SweepAsync(CancellationToken ct);
}

/// <summary>A guess that counts as pending until its outcome is reported. Only the first report counts.</summary>
public abstract class ReservedGuess
{
    private int _isKnown;

    /// <summary>Reports that the guess was right or was not checked. It no longer counts.</summary>
    public void WasRight()
    {
        if (IsFirstReport())
            OnRight();
    }

    /// <summary>Reports that the guess was wrong. It counts until the time window ends, on every node.</summary>
    public Task WasWrongAsync() => IsFirstReport() ? OnWrongAsync() : Task.CompletedTask;

    protected abstract void OnRight();

    protected abstract Task OnWrongAsync();

    private bool IsFirstReport() => Interlocked.Exchange(ref _isKnown, 1) == 0;
}
