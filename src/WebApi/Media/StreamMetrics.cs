using System.Diagnostics.Metrics;
using OpenViduMeet.Application.Telemetry;

namespace OpenViduMeet.WebApi.Media;

/// <summary>Shows the streams of recordings. Reading the counts costs the streams nothing.</summary>
internal sealed class StreamMetrics
{
    public StreamMetrics(SendingMemory memory, IMeterFactory meters)
    {
        var meter = meters.Create(MeetTelemetry.Name);
        meter.CreateObservableUpDownCounter(
            "meet.streams.active",
            () => memory.Streams,
            "{stream}",
            "Streams of recordings that are being sent now."
        );
        meter.CreateObservableCounter(
            "meet.streams.sent",
            () => memory.SentBytes,
            "By",
            "Bytes of recordings that were sent."
        );
    }
}
