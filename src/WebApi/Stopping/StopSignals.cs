using System.Runtime.InteropServices;

namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// Stops the server at the first SIGTERM or SIGINT, also while it starts. The framework listens only once it has started, and ignores
/// further signals.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public StopSignals(IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
        ];
    }

    /// <summary>Cancelled by the second signal: whoever sends it does not want to wait.</summary>
    public CancellationToken Second => _second.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        // The default is to end the process at once.
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
            _lifetime.StopApplication();
        else
            _second.Cancel();
    }
}
