using System.Threading.RateLimiting;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Lets few sign-ins verify a password at once, and few wait for it. Each keeps a core busy for tens of milliseconds: without bounds, a
/// flood of them would leave nothing to those who are in a meeting.
/// </summary>
internal sealed class SignInGate(int atOnce, int waiting) : IDisposable
{
    /// <summary>At 40 ms each, the last of them has waited 4 s: within the 5 s in which every request is answered.</summary>
    private const int DefaultWaiting = 100;

    private readonly ConcurrencyLimiter _limiter = new(
        new ConcurrencyLimiterOptions { PermitLimit = atOnce, QueueLimit = waiting }
    );

    /// <summary>One core at least is left to everybody else, if there is more than one.</summary>
    public static int DefaultAtOnce => Math.Max(1, Environment.ProcessorCount - 1);

    public static SignInGate New() => new(DefaultAtOnce, DefaultWaiting);

    /// <returns>A lease, to be disposed of when the password is verified. It is not acquired if too many wait already.</returns>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken ct) =>
        _limiter.AcquireAsync(1, ct);

    public void Dispose() => _limiter.Dispose();
}
