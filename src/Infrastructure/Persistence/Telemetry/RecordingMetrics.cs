using System.Diagnostics.Metrics;
using System.Text.Json;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Persistence.Telemetry;

/// <summary>Counts the saved changes of recordings. Of concurrent changes, one is saved, so each is counted on one node.</summary>
internal sealed class RecordingMetrics
{
    private readonly TimeProvider _clock;

    /// <summary>One for each status. All are shown from the start, so that the first failure shows as an increase.</summary>
    private readonly long[] _reached = new long[Enum.GetValues<RecordingStatus>().Length];

    private readonly Histogram<double> _toPlayable;

    public RecordingMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(MeetTelemetry.Name);
        meter.CreateObservableCounter(
            "meet.recordings",
            ObserveReached,
            "{recording}",
            "Recordings that reached a state."
        );
        _toPlayable = meter.CreateHistogram(
            "meet.recording.time_to_playable",
            "s",
            "Time from the end of a recording until it can be watched.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [1, 2.5, 5, 10, 30, 60, 300, 1800],
            }
        );
    }

    /// <summary>The label of a status.</summary>
    public static KeyValuePair<string, object?> LabelOf(RecordingStatus status) =>
        new("meet.recording.state", JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

    /// <param name="known">The recording before the change, or <see langword="null"/> if it is new.</param>
    public void Saved(Recording? known, Recording changed)
    {
        if (known?.Status != changed.Status)
            Interlocked.Increment(ref _reached[(int)changed.Status]);
        // An imported recording is complete from the beginning.
        if (
            known is { NeedsDescription: true }
            && changed is { IsDescribed: true, EndedAt: { } ended }
        )
            _toPlayable.Record(Math.Max(0, (_clock.GetUtcNow() - ended).TotalSeconds));
    }

    private IEnumerable<Measurement<long>> ObserveReached() =>
        Enum.GetValues<RecordingStatus>()
            .Select(status => new Measurement<long>(
                Interlocked.Read(ref _reached[(int)status]),
                LabelOf(status)
            ));
}
