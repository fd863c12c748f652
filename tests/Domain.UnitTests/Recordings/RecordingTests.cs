using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Domain.UnitTests.Recordings;

public sealed class RecordingTests
{
    [TestCase(RecordingStatus.Starting, false)]
    [TestCase(RecordingStatus.Active, false)]
    [TestCase(RecordingStatus.Ending, false)]
    [TestCase(RecordingStatus.Complete, true)]
    [TestCase(RecordingStatus.Failed, false)]
    [TestCase(RecordingStatus.Aborted, false)]
    [TestCase(RecordingStatus.LimitReached, true)]
    [TestCase(RecordingStatus.Deleted, false)]
    public void A_recording_is_playable_once_its_media_is_complete(
        RecordingStatus status,
        bool isPlayable
    )
    {
        var recording = new Recording
        {
            Id = RecordingId.Parse("room--EG_1--uid"),
            Status = status,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
        Assert.That(recording.IsPlayable, Is.EqualTo(isPlayable));
    }
}
