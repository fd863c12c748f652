using System.Diagnostics.Metrics;
using OpenViduMeet.Domain.Meetings;

namespace OpenViduMeet.Application.Telemetry;

/// <summary>Counts who joins and leaves the meetings of this installation, as the meeting server reports it.</summary>
internal sealed class MeetingMetrics
{
    private readonly Counter<long> _joined;
    private readonly Counter<long> _left;

    public MeetingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeetTelemetry.Name);
        _joined = meter.CreateCounter<long>(
            "meet.participants.joined",
            "{participant}",
            "Participants who joined, as LiveKit reported."
        );
        _left = meter.CreateCounter<long>(
            "meet.participants.left",
            "{participant}",
            "Participants who left, as LiveKit reported."
        );
    }

    public void Count(MeetingEvent received)
    {
        if (received is ParticipantJoined)
            _joined.Add(1);
        else if (received is ParticipantLeft)
            _left.Add(1);
    }
}
