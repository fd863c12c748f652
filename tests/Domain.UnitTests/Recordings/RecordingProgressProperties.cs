using FsCheck;
using FsCheck.Fluent;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Domain.UnitTests.Recordings;

/// <summary>A recording ends with LiveKit's final status, even if reports arrive repeatedly or in another order.</summary>
public sealed class RecordingProgressProperties
{
    private static readonly RecordingId Id = RecordingId.Parse("daily-abc--EG_1--uid");
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly RecordingStatus[] Ends =
    [
        RecordingStatus.Complete,
        RecordingStatus.Failed,
        RecordingStatus.Aborted,
        RecordingStatus.LimitReached,
    ];

    /// <summary>The reports of one egress in LiveKit's order: some stages, then the final status.</summary>
    private static Gen<EgressReport[]> Lives =>
        from stages in Gen.SubListOf(
            RecordingStatus.Starting,
            RecordingStatus.Active,
            RecordingStatus.Ending
        )
        from end in Gen.Elements(Ends)
        select stages.Append(end).Select(Report).ToArray();

    /// <summary>The same reports as they may arrive: in any order, each of them once or several times.</summary>
    private static Gen<(EgressReport[] Sent, EgressReport[] Received)> Deliveries =>
        from sent in Lives
        from repeated in Gen.Elements(sent).ListOf()
        from received in Gen.Shuffle(sent.Concat(repeated))
        select (sent, received.ToArray());

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public Property A_recording_ends_with_the_final_status_of_LiveKit() =>
        Prop.ForAll(
            Deliveries.ToArbitrary(),
            delivery =>
            {
                var expected = Follow(delivery.Sent);
                var recording = Follow(delivery.Received);
                return recording.Status == delivery.Sent[^1].Status && recording == expected;
            }
        );

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public Property A_recording_never_returns_to_an_earlier_status() =>
        Prop.ForAll(
            Deliveries.ToArbitrary(),
            delivery =>
            {
                var recording = Recording.From(delivery.Received[0], Start);
                foreach (var report in delivery.Received.Skip(1))
                {
                    var next = recording.Advance(report);
                    if (next.Status < recording.Status && recording.IsUnderWay)
                        return false;
                    if (!recording.IsUnderWay && next != recording)
                        return false;
                    recording = next;
                }

                return !recording.IsUnderWay;
            }
        );

    private static Recording Follow(EgressReport[] reports) =>
        reports
            .Skip(1)
            .Aggregate(
                Recording.From(reports[0], Start),
                (recording, report) => recording.Advance(report)
            );

    private static EgressReport Report(RecordingStatus status) =>
        new(Id, status)
        {
            StartedAt = Start.AddSeconds(1),
            EndedAt = Ends.Contains(status) ? Start.AddSeconds(9) : null,
            Duration = Ends.Contains(status) ? TimeSpan.FromSeconds(8) : null,
            Size = status == RecordingStatus.Complete ? 100 : null,
            Error = status == RecordingStatus.Failed ? "failed" : null,
            ErrorCode = status == RecordingStatus.Failed ? 1 : null,
            Details = status.ToString(),
        };
}
