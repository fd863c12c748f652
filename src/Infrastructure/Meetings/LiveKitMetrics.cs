using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Infrastructure.Telemetry;
using Polly.CircuitBreaker;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Measures the calls to LiveKit, and shows the state of its circuits.</summary>
internal sealed class LiveKitMetrics
{
    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> _circuits = new(
        StringComparer.Ordinal
    );

    private readonly Counter<long> _evicted;

    public LiveKitMetrics(IMeterFactory meters)
    {
        Calls = new MeasuredCall(
            meters,
            "meet.livekit.duration",
            "meet.livekit.method",
            "Time of a call to LiveKit, with its repetition."
        );
        var meter = meters.Create(MeetTelemetry.Name);
        meter.CreateObservableGauge(
            "meet.livekit.circuit.open",
            ObserveCircuits,
            "{circuit}",
            "Whether calls to a service of LiveKit are refused because it fails: 1, or 0."
        );
        _evicted = meter.CreateCounter<long>(
            "meet.participants.evicted",
            "{participant}",
            "Participants who joined with a revoked token and were disconnected."
        );
    }

    public MeasuredCall Calls { get; }

    public void Evicted() => _evicted.Add(1);

    /// <summary>The state of a new circuit of a service.</summary>
    public CircuitBreakerStateProvider NewCircuit(string service)
    {
        var state = new CircuitBreakerStateProvider();
        _circuits[service] = state;
        return state;
    }

    private IEnumerable<Measurement<int>> ObserveCircuits() =>
        _circuits.Select(circuit => new Measurement<int>(
            circuit.Value.CircuitState == CircuitState.Closed ? 0 : 1,
            new KeyValuePair<string, object?>("meet.livekit.service", circuit.Key)
        ));
}
