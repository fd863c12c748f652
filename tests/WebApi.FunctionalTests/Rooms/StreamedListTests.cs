using System.Net;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Rooms;

/// <summary>The list of all rooms, while they are read.</summary>
public sealed class StreamedListTests
{
    private const string Rooms = "/meet/api/v1/rooms";

    /// <summary>More than fits into the buffers between the reader and a client.</summary>
    private const int Many = 2000;

    private static readonly Room Stored = Room.Create(
        RoomNamePrefix.From("stored"),
        MeetApiFactory.Start.AddDays(1),
        maxParticipants: null,
        new RoomPreferences(),
        TimeProvider.System
    ) with
    {
        ModeratorSecret = new RoomSecret("<ü+&\"'>"),
    };

    private readonly TaskCompletionSource _goOn = new();
    private readonly TaskCompletionSource _ended = new();

    [Test]
    public async Task The_first_rooms_arrive_before_the_last_are_read()
    {
        await using var meet = MeetWith(ManyAsync(thenAsync: () => _goOn.Task));
        using var client = ClientOf(meet);
        await using var body = await client.GetStreamAsync(Rooms);
        var beginning = new byte[64 * 1024];
        await body.ReadExactlyAsync(beginning);

        _goOn.SetResult();

        using var whole = new MemoryStream();
        whole.Write(beginning);
        await body.CopyToAsync(whole);
        using var list = JsonDocument.Parse(whole.ToArray());
        Assert.That(list.RootElement.GetArrayLength(), Is.EqualTo(Many));
    }

    [Test]
    public async Task A_list_whose_rest_cannot_be_read_is_cut_off()
    {
        await using var meet = MeetWith(ManyAsync(thenAsync: FailAsync));
        using var client = ClientOf(meet);
        using var answer = await client.GetAsync(Rooms, HttpCompletionOption.ResponseHeadersRead);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            async () => await answer.Content.ReadAsByteArrayAsync(),
            Throws.InstanceOf<HttpRequestException>()
        );
    }

    [Test]
    public async Task A_list_whose_second_room_cannot_be_read_is_cut_off()
    {
        await using var meet = MeetWith(ManyAsync(count: 1, thenAsync: FailAsync));
        using var client = ClientOf(meet);

        Assert.That(
            async () => await client.GetByteArrayAsync(Rooms),
            Throws.InstanceOf<HttpRequestException>()
        );
    }

    [Test]
    public async Task A_list_of_which_nothing_can_be_read_is_an_error()
    {
        await using var meet = MeetWith(ManyAsync(count: 0, thenAsync: FailAsync));
        using var client = ClientOf(meet);
        using var answer = await client.GetAsync(Rooms);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available"
        );
    }

    [Test]
    public async Task A_client_that_leaves_ends_the_reading()
    {
        await using var meet = MeetWith(ManyAsync(count: int.MaxValue));
        using var client = ClientOf(meet);
        await using (var body = await client.GetStreamAsync(Rooms))
            await body.ReadExactlyAsync(new byte[64 * 1024]);

        await _ended.Task.WaitAsync(client.Timeout);
    }

    [Test]
    public async Task Texts_are_encoded_as_in_the_answer_for_one_room()
    {
        await using var meet = MeetWith(ManyAsync(count: 1));
        using var client = ClientOf(meet);

        var list = await client.GetStringAsync(Rooms);

        Assert.That(list, Is.EqualTo($"[{await client.GetStringAsync($"{Rooms}/{Stored.Name}")}]"));
    }

    private static HttpClient ClientOf(MeetApiFactory meet)
    {
        var client = new HttpClient
        {
            BaseAddress = meet.Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        client.DefaultRequestHeaders.Add("X-API-KEY", MeetApiFactory.ApiKey);
        return client;
    }

    private static MeetApiFactory MeetWith(IAsyncEnumerable<RoomExcerpt> all)
    {
        var rooms = new Mock<IRoomRepository>();
        rooms
            .Setup(port =>
                port.ReadAllAsync(
                    It.IsAny<RoomPosition?>(),
                    It.IsAny<RoomParts>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .Returns(all);
        rooms
            .Setup(port => port.TryAddAsync(It.IsAny<Room>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(true);
        rooms
            .Setup(port => port.FindAsync(Stored.Name, It.IsAny<CancellationToken>()))
            .ReturnsAsync(Stored);
        rooms.Setup(port => port.ListExpiredAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);
        return new MeetApiFactory(services: services =>
            services.Replace(ServiceDescriptor.Scoped(_ => rooms.Object))
        );
    }

    private static Task FailAsync() => throw new SqliteException("The file is damaged.", 11);

    private async IAsyncEnumerable<RoomExcerpt> ManyAsync(
        int count = Many,
        Func<Task>? thenAsync = null
    )
    {
        try
        {
            for (var number = 0; number < count; number++)
            {
                // The last one waits.
                if (number == Many - 1 && thenAsync is not null)
                    await thenAsync();
                yield return RoomExcerpt.Of(Stored);
            }

            if (count < Many && thenAsync is not null)
                await thenAsync();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
