namespace OpenViduMeet.Infrastructure.Diagnostics;

/// <summary>The server that serves this installation: this process, or the one that runs beside a command.</summary>
public interface IRunningServer
{
    /// <returns>What the server sees, or <see langword="null"/> if no server of this installation answers.</returns>
    Task<ServerObservation?> ObserveAsync(CancellationToken ct);
}

/// <summary>What the server saw of a request, and of others before.</summary>
public sealed record ServerObservation
{
    /// <summary>The scheme of the request, as the server understands it.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>Whether the request names the configured host, or an allowed one.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The address of a proxy whose forwarded headers were ignored, because it is not trusted.</summary>
    public string? UntrustedProxy { get; init; }

    /// <summary>Why LiveKit's last event was refused; <see langword="null"/> if none was.</summary>
    public string? RefusedEvent { get; init; }

    /// <summary>How many milliseconds ago that was.</summary>
    public double RefusedAgo { get; init; }
}

/// <summary>The last of LiveKit's events that this process refused.</summary>
public sealed class RefusedEvents(TimeProvider clock)
{
    private volatile Refusal? _last;

    /// <param name="reason">Text of this server's own.</param>
    public void Note(string reason) => _last = new Refusal(reason, clock.GetTimestamp());

    public ServerObservation AddTo(ServerObservation observation) =>
        _last is { } last
            ? observation with
            {
                RefusedEvent = last.Reason,
                RefusedAgo = clock.GetElapsedTime(last.At).TotalMilliseconds,
            }
            : observation;

    private sealed record Refusal(string Reason, long At);
}

/// <summary>This process is the server.</summary>
internal sealed class ThisServer(RefusedEvents refused) : IRunningServer
{
    public Task<ServerObservation?> ObserveAsync(CancellationToken ct) =>
        Task.FromResult<ServerObservation?>(refused.AddTo(new ServerObservation()));
}
