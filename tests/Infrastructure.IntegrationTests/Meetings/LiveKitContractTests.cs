using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Meetings;

/// <summary>
/// The behaviour that the adapter relies on, tested against the double and against a real server. The rooms have no participants.
/// </summary>
[TestFixture(false)]
[TestFixture(true)]
public sealed class LiveKitContractTests(bool isReal)
{
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice / é");

    private LiveKitServer _liveKit = null!;
    private Room _room = null!;

    private static CancellationToken Ct => CancellationToken.None;

    private IMeetingServer Meetings => _liveKit.Services.GetRequiredService<IMeetingServer>();

    private IEgressService Egresses => _liveKit.Services.GetRequiredService<IEgressService>();

    [SetUp]
    public async Task SetUpAsync()
    {
        _liveKit = isReal ? LiveKitServer.Real() : await LiveKitServer.StandInAsync();
        _room = new Room
        {
            Name = RoomNamePrefix.From("contract").NewRoomName(),
            Prefix = RoomNamePrefix.From("contract"),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.MaxValue,
            ModeratorSecret = RoomSecret.New(),
            PublisherSecret = RoomSecret.New(),
        };
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        if (_liveKit is null)
            return;
        await Meetings.CloseRoomAsync(_room.Name, Ct);
        await _liveKit.DisposeAsync();
    }

    [Test]
    public async Task A_room_is_opened_once_and_listed_until_it_is_closed()
    {
        Assert.That((await Meetings.OpenRoomAsync(_room, Ct)).Error, Is.Null);
        Assert.That((await Meetings.OpenRoomAsync(_room, Ct)).Error, Is.Null);
        Assert.That((await Meetings.ListRoomsAsync(Ct)).Value, Does.Contain(_room.Name));

        Assert.That((await Meetings.CloseRoomAsync(_room.Name, Ct)).Error, Is.Null);
        Assert.That((await Meetings.CloseRoomAsync(_room.Name, Ct)).Error, Is.Null);
        Assert.That((await Meetings.ListRoomsAsync(Ct)).Value, Does.Not.Contain(_room.Name));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_room_that_is_empty_or_not_open_has_no_participants(bool isOpen)
    {
        if (isOpen)
            await Meetings.OpenRoomAsync(_room, Ct);

        Assert.That(
            (await Meetings.FindParticipantAsync(_room.Name, Alice, Ct)).Error,
            Is.EqualTo(ParticipantErrors.NotFound)
        );
        Assert.That((await Meetings.ListParticipantsAsync(_room.Name, Ct)).Value, Is.Empty);
        Assert.That(
            (await Meetings.DisconnectAsync(_room.Name, Alice, Ct)).Error,
            Is.EqualTo(ParticipantErrors.NotFound)
        );
    }

    [Test]
    public async Task A_signal_to_a_room_that_is_not_open_is_sent_within_two_seconds()
    {
        var started = TimeProvider.System.GetTimestamp();
        var sent = await Meetings.SendAsync(_room.Name, new RoomState(true), only: null, Ct);
        Assert.That(sent.Error, Is.Null);
        Assert.That(
            TimeProvider.System.GetElapsedTime(started),
            Is.LessThan(TimeSpan.FromSeconds(2))
        );
    }

    [Test]
    public async Task An_unknown_egress_is_not_found()
    {
        var id = RecordingId.Of(_room.Name, "EG_aBcDeFgHiJkL", "uid")!;
        var underWay = await Egresses.ListUnderWayAsync(_room.Name, Ct);
        if (underWay.IsFailure)
            Assert.Fail($"LiveKit knows no egresses: {LiveKitServer.NeedsRedis}");
        Assert.That(underWay.Value, Is.Empty);
        Assert.That((await Egresses.FindAsync(id, Ct)).Error, Is.EqualTo(RecordingErrors.NotFound));
    }
}
