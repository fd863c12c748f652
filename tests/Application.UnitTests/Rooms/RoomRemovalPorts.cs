using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Import;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Rooms;

/// <summary>
/// The ports for the removal of rooms. They record the order of the calls. A call that is not set up here fails the test.
/// </summary>
internal sealed class RoomRemovalPorts
{
    private readonly Mock<IMeetingServer> _meetings = new(MockBehavior.Strict);
    private readonly Mock<IMeetBucket> _bucket = new(MockBehavior.Strict);

    public RoomRemovalPorts()
    {
        _meetings
            .Setup(meetings =>
                meetings.CloseRoomAsync(It.IsAny<RoomName>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(
                (RoomName name, CancellationToken _) => Tell($"close {name}", FailingToClose, name)
            );
        _bucket
            .Setup(bucket =>
                bucket.ForgetRoomAsync(It.IsAny<RoomName>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(
                (RoomName name, CancellationToken _) =>
                    Tell($"forget {name}", FailingToForget, name)
            );
        Rooms
            .Setup(rooms => rooms.ExpireAsync(It.IsAny<RoomName>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(
                (RoomName name, CancellationToken _) =>
                {
                    Calls.Add($"expire {name}");
                    return Existing.Remove(name.Value);
                }
            );
        Rooms
            .Setup(rooms =>
                rooms.RemoveAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<Func<Room, Room>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Callback(
                (RoomName name, Func<Room, Room> addNotifications, CancellationToken _) =>
                {
                    Calls.Add($"remove {name}");
                    Assert.That(
                        addNotifications(Given.Room())
                            .Notifications.Since(WebhookNotifications.None),
                        Is.EqualTo([new WebhookNotification(WebhookEvent.RoomFinished)])
                    );
                }
            )
            .Returns(Task.CompletedTask);
        Rooms
            .Setup(rooms =>
                rooms.ForgetRemovedAsync(It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>())
            )
            .Returns(Task.CompletedTask);
    }

    public Mock<IRoomRepository> Rooms { get; } = new(MockBehavior.Strict);

    public RoomRemoval Removal => new(_meetings.Object, _bucket.Object, Rooms.Object);

    /// <summary>The calls, such as "close daily-abc".</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The rooms that have not expired.</summary>
    public HashSet<string> Existing { get; } = [];

    /// <summary>The room that the meeting server cannot close.</summary>
    public string? FailingToClose { get; set; }

    /// <summary>The room whose document the store cannot remove.</summary>
    public string? FailingToForget { get; set; }

    private Result Tell(string call, string? failing, RoomName name)
    {
        Calls.Add(call);
        return name.Value == failing ? MeetingErrors.Unavailable : Result.Ok;
    }
}
