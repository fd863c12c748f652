using System.Globalization;
using Moq;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Application.UnitTests.Rooms;

public sealed class ListRoomsTests
{
    private readonly Room[] _stored =
    [
        Given.Room("room-a"),
        Given.Room("room-b"),
        Given.Room("room_c", Given.Now.AddMilliseconds(-1)),
    ];

    private Mock<IRoomRepository> _rooms = null!;

    [SetUp]
    public void SetUp()
    {
        _rooms = new(MockBehavior.Strict);
        _rooms
            .Setup(rooms =>
                rooms.ListAsync(
                    It.IsAny<RoomPosition?>(),
                    It.IsAny<int>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                (RoomPosition? after, int max, CancellationToken _) =>
                    [
                        .. _stored
                            .SkipWhile(room => after is not null && room.Name != after.Name)
                            .Skip(after is null ? 0 : 1)
                            .Take(max),
                    ]
            );
    }

    [TestCase(1, 3)]
    [TestCase(2, 2)]
    [TestCase(3, 1)]
    [TestCase(100, 1)]
    public async Task Following_the_page_tokens_returns_each_room_once(int pageSize, int pages)
    {
        var seen = new List<Room>();
        RoomPosition? next = null;
        var count = 0;
        do
        {
            var page = (await SendAsync(new(SizeOf(pageSize), next))).Value;
            seen.AddRange(page.Rooms);
            next = page.Next;
            count++;
        } while (next is not null);

        Assert.That(seen, Is.EqualTo(_stored));
        Assert.That(count, Is.EqualTo(pages));
    }

    [Test]
    public async Task A_page_token_holds_the_exact_position()
    {
        var first = (await SendAsync(new(SizeOf(1), null))).Value;

        await SendAsync(new(SizeOf(1), first.Next));

        _rooms.Verify(
            rooms =>
                rooms.ListAsync(
                    new RoomPosition(Given.Now, Given.RoomNamed("room-a")),
                    2,
                    It.IsAny<CancellationToken>()
                ),
            Times.Once()
        );
    }

    private static PageSize SizeOf(int items) =>
        ParsableValue.Parse<PageSize>(items.ToString(CultureInfo.InvariantCulture));

    private Task<Result<RoomPage>> SendAsync(ListRooms request) =>
        new ListRoomsHandler(_rooms.Object).Handle(request, CancellationToken.None);
}
