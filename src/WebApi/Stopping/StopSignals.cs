using System.Runtime.InteropServices;

namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// Stops the server at the first SIGTERM or SIGINT, also while it starts, and keeps a further signal from killing it before it has
/// stopped. The framework's own handler is there only while the host runs, and ignores further signals. A command is cancelled by the
/// first signal, so that it leaves nothing half done, and killed by the second.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _command = new();
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;
    private IHostApplicationLifetime? _server;
    private bool _isCommand;
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

    /// <returns>Cancelled by the first signal from now on, which does not end the process then.</returns>
    public CancellationToken CancelCommand()
    {
        _isCommand = true;
        return _command.Token;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _command.Dispose();
        _second.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        if (_isCommand)
            ReceiveForCommand(signal);
        if (_server is null)
            return;
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
            _server.StopApplication();
        else
            _second.Cancel();
    }

    private void ReceiveForCommand(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _count) > 1)
            return;
        signal.Cancel = true;
        _command.Cancel();
    }
}
