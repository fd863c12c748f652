using System.Runtime.InteropServices;

namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// Stops the server at the first SIGTERM or SIGINT, also while it starts, and keeps a further signal from killing it before it has
/// stopped. The framework's own handler is there only while the host runs, and ignores further signals.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;
    private IHostApplicationLifetime? _server;
    private int _count;

    public StopSignals() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
        ];

    /// <summary>Cancelled by the second signal: whoever sends it does not want to wait.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>Stops this server from now on. Until then, signals end the process at once, as they do by default.</summary>
    public void Stop(IHostApplicationLifetime server) => _server = server;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        if (_server is null)
            return;
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
            _server.StopApplication();
        else
            _second.Cancel();
    }
}
