using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi.Demo;

namespace OpenViduMeet.WebApi.FunctionalTests.Demo;

public sealed class DemoDataTests
{
    [Test]
    public void A_demo_room_that_cannot_be_created_fails_the_start()
    {
        var rooms = new Mock<IRoomRepository>();
        rooms
            .Setup(r => r.TryAddAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(false);
        var recordings = new Mock<IRecordingRepository>();
        recordings
            .Setup(r => r.FindAsync(DemoData.RecordingId, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Known);
        var demo = new DemoData(
            rooms.Object,
            recordings.Object,
            Mock.Of<IRecordingStore>(),
            new FakeTimeProvider(),
            NullLogger<DemoData>.Instance
        );

        Assert.That(
            () => demo.EnsureAsync(CancellationToken.None),
            Throws.TypeOf<StartException>()
        );
    }

    private static Recording Known =>
        new()
        {
            Id = DemoData.RecordingId,
            Status = RecordingStatus.Complete,
            StartedAt = DateTimeOffset.UnixEpoch,
        };
}
