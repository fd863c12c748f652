using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.Background;

public sealed class EventWorkerTests
{
    [Test]
    public async Task An_event_whose_handling_is_cancelled_unexpectedly_is_retried()
    {
        var handled = 0;
        var holds = new Mock<Domain.Participants.IParticipantNameHolds>();
        holds
            .Setup(port =>
                port.ReleaseAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<Domain.Participants.ParticipantName>(),
                    It.IsAny<DateTimeOffset>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(() =>
                Interlocked.Increment(ref handled) == 1
                    ? Task.FromException(new TaskCanceledException("A connect timeout"))
                    : Task.CompletedTask
            );
        await using var meet = new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Scoped(_ => holds.Object))
        );
        var room = await meet.CreateRoomAsync();
        using var webhooks = new LiveKitWebhooks(meet.Address, meet.Clock);

        using var answer = await webhooks.SendAsync(
            LiveKitWebhooks.ParticipantJoined(room.Name, "Alice")
        );

        // The retry must come long before the lease of a lost event would end.
        var started = meet.Clock.GetUtcNow();
        await Eventually.HoldsAsync(
            () =>
            {
                meet.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return Volatile.Read(ref handled) >= 2;
            },
            "it is handled again"
        );
        Assert.That(meet.Clock.GetUtcNow() - started, Is.LessThan(TimeSpan.FromSeconds(30)));
    }
}
