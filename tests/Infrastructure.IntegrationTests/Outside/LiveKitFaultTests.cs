using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.IntegrationTests.Meetings;
using OpenViduMeet.Infrastructure.Outside;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Outside;

/// <summary>Every call to LiveKit ends within 5 s whatever the fault, and calls succeed again when the fault is over.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class LiveKitFaultTests
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");
    private static readonly RecordingId Recording = RecordingId.Parse("daily-abc--EG_1--uid1");

    private FaultProxy _proxy = null!;
    private LiveKitServer _server = null!;

    private static CancellationToken Ct => CancellationToken.None;

    private IMeetingServer Meetings => _server.Services.GetRequiredService<IMeetingServer>();

    private IEgressService Egresses => _server.Services.GetRequiredService<IEgressService>();

    [SetUp]
    public async Task SetUpAsync()
    {
        _server = await LiveKitServer.StandInAsync(async url =>
        {
            _proxy = await FaultProxy.StartAsync(url);
            return _proxy.Address;
        });
        _server.Double.State.Join(Room.Value, Alice.Value);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [TestCaseSource(typeof(OutsideFaults), nameof(OutsideFaults.All))]
    public async Task Every_call_ends_within_5_seconds_and_works_again_afterwards(ProxyFault? fault)
    {
        await _proxy.ApplyAsync(fault);
        var started = TimeProvider.System.GetTimestamp();

        var errors = await Task.WhenAll(
            ErrorOf(Meetings.FindParticipantAsync(Room, Alice, Ct)),
            ErrorOf(Meetings.ListParticipantsAsync(Room, Ct)),
            ErrorOf(Meetings.ListRoomsAsync(Ct)),
            ErrorOf(Meetings.OpenRoomAsync(NewRoom(), Ct)),
            ErrorOf(Meetings.CloseRoomAsync(Room, Ct)),
            ErrorOf(Meetings.DisconnectAsync(Room, Alice, Ct)),
            ErrorOf(Meetings.SendAsync(Room, new RoomState(true), only: null, Ct)),
            ErrorOf(Egresses.StartAsync(Room, "uid", Ct)),
            ErrorOf(Egresses.StopAsync(Recording, Ct)),
            ErrorOf(Egresses.FindAsync(Recording, Ct)),
            ErrorOf(Egresses.ListUnderWayAsync(Room, Ct))
        );

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
        // A participant of whom LiveKit tells more than is read is present.
        Assert.That(
            errors[0],
            Is.EqualTo(fault is ProxyFault.EndlessBody ? null : MeetingErrors.Unavailable)
        );
        Assert.That(errors[1..], Is.All.EqualTo(MeetingErrors.Unavailable));
        await _proxy.HealAsync(fault);
        await Eventually.HoldsAsync(
            // A call whose answer was lost may have removed her.
            async () =>
                (await Meetings.FindParticipantAsync(Room, Alice, Ct)).Error
                != MeetingErrors.Unavailable,
            "calls succeed again"
        );
    }

    [Test]
    public async Task Two_calls_for_one_signal_end_within_5_seconds()
    {
        // The first call takes most of the time, and succeeds.
        _server.Double.Slowness = TimeSpan.FromSeconds(3);
        _server.Double.InjectFault(TestSupport.LiveKit.LiveKitFault.Slow, "ListParticipants");
        _server.Double.InjectFault(TestSupport.LiveKit.LiveKitFault.Stall, "SendData");
        var started = TimeProvider.System.GetTimestamp();

        var sent = await Meetings.SendAsync(Room, new RoomState(true), only: null, Ct);

        Assert.That(sent.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
    }

    [Test]
    public async Task An_unanswered_start_and_the_search_for_its_egress_end_within_5_seconds()
    {
        // The first call takes longer than the others.
        await Meetings.ListParticipantsAsync(Room, Ct);
        RequestTime.Begin();
        // The call before them succeeds, and counts towards the time.
        _server.Double.Slowness = TimeSpan.FromMilliseconds(600);
        _server.Double.InjectFault(TestSupport.LiveKit.LiveKitFault.Slow, "ListParticipants");
        _server.Double.InjectFault(
            TestSupport.LiveKit.LiveKitFault.Stall,
            "StartRoomCompositeEgress"
        );
        var started = TimeProvider.System.GetTimestamp();
        await Meetings.ListParticipantsAsync(Room, Ct);

        var error = await ErrorOf(Egresses.StartAsync(Room, "uid", Ct));
        Assert.That(error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(
            RequestTime.Current!.Used,
            Is.EqualTo(TimeProvider.System.GetElapsedTime(started))
                .Within(TimeSpan.FromMilliseconds(300)),
            "The time of both calls is used up"
        );

        _proxy.InjectFault(new ProxyFault.Stall(0));
        error = await ErrorOf(Egresses.ListUnderWayAsync(Room, Ct));
        Assert.That(error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
    }

    [Test]
    public void A_call_that_its_caller_cancels_is_cancelled()
    {
        _proxy.InjectFault(new ProxyFault.Stall(0));
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        Assert.That(
            () => Meetings.FindParticipantAsync(Room, Alice, leaving.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("1")]
    [TestCase("\"text\"")]
    [TestCase("{}")]
    [TestCase("{")]
    [TestCase("<html></html>")]
    [TestCase("""{"rooms":null,"participants":null,"items":null,"identity":null,"name":null}""")]
    [TestCase("""{"rooms":{},"participants":{},"items":{},"identity":{},"name":{}}""")]
    [TestCase("""{"rooms":[1],"participants":[1],"items":[1],"identity":1,"name":1}""")]
    [TestCase("""{"rooms":[null],"participants":[null],"items":[null]}""")]
    [TestCase("null", "application/json; charset=no-such-charset")]
    public async Task An_answer_of_the_wrong_shape_is_unavailable(
        string body,
        string contentType = "application/json"
    )
    {
        _proxy.InjectFault(
            new ProxyFault.Answer(HttpStatusCode.OK, body, ("Content-Type", contentType))
        );
        var errors = new[]
        {
            await ErrorOf(Meetings.FindParticipantAsync(Room, Alice, Ct)),
            await ErrorOf(Meetings.ListParticipantsAsync(Room, Ct)),
            await ErrorOf(Meetings.ListRoomsAsync(Ct)),
            await ErrorOf(Meetings.OpenRoomAsync(NewRoom(), Ct)),
            await ErrorOf(Egresses.StartAsync(Room, "uid", Ct)),
            await ErrorOf(Egresses.StopAsync(Recording, Ct)),
            await ErrorOf(Egresses.FindAsync(Recording, Ct)),
            await ErrorOf(Egresses.ListUnderWayAsync(Room, Ct)),
        };
        Assert.That(errors, Is.All.EqualTo(MeetingErrors.Unavailable));
    }

    private static async Task<Error?> ErrorOf<T>(Task<Result<T>> call)
        where T : notnull => (await call).Error;

    private static async Task<Error?> ErrorOf(Task<Result> call) => (await call).Error;

    private static Room NewRoom() =>
        new()
        {
            Name = Room,
            Prefix = RoomNamePrefix.From("daily"),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.MaxValue,
            ModeratorSecret = RoomSecret.New(),
            PublisherSecret = RoomSecret.New(),
        };
}
