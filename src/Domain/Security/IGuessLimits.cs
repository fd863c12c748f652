using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Security;

/// <summary>
/// Bounds how often somebody can guess wrong: each client at each target, and each client at all targets together. Wrong guesses of
/// other clients do not count, and neither do right ones.
/// </summary>
public interface IGuessLimits
{
    /// <summary>
    /// Reserves a guess, before it is known whether it is right. Waits for the outcome of guesses that are being checked, if it
    /// depends on them.
    /// </summary>
    /// <param name="target">What the secret would open, such as an account or a room.</param>
    /// <param name="client">Who guesses; see <see cref="IClientAddress.Network"/>.</param>
    /// <returns>The reserved guess, or <see cref="TooManyRequests"/>.</returns>
    Task<Result<ReservedGuess>> ReserveAsync(string target, string client, CancellationToken ct);
}

/// <summary>A guess that counts as under way until its outcome is known. Only the first outcome counts.</summary>
public abstract class ReservedGuess
{
    private int _isKnown;

    /// <summary>The guess was right, or nothing was checked: it is given back.</summary>
    public void WasRight() => Tell(isWrong: false);

    /// <summary>The guess was wrong: it stays used up for a while.</summary>
    public void WasWrong() => Tell(isWrong: true);

    protected abstract void OnOutcome(bool isWrong);

    private void Tell(bool isWrong)
    {
        if (Interlocked.Exchange(ref _isKnown, 1) == 0)
            OnOutcome(isWrong);
    }
}
