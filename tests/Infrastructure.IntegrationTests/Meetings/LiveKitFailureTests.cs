using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Meetings;

/// <summary>The handling of failed calls to LiveKit.</summary>
public sealed class LiveKitFailureTests
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");

    private LiveKitServer _server = null!;

    private LiveKitDouble LiveKit => _server.Double;

    private IMeetingServer Meetings => _server.Services.GetRequiredService<IMeetingServer>();

    [SetUp]
    public async Task SetUpAsync()
    {
        _server = await LiveKitServer.StandInAsync();
        LiveKit.State.Join(Room.Value, Alice.Value);
    }

    [TearDown]
    public async Task TearDownAsync() => await _server.DisposeAsync();

    [TestCase(LiveKitFault.DropConnection)]
    [TestCase(LiveKitFault.InternalError)]
    public async Task A_failed_read_is_retried_once(LiveKitFault fault)
    {
        LiveKit.InjectFault(fault, "GetParticipant", times: 1);
        Assert.That((await FindAsync()).Error, Is.Null);
        Assert.That(LiveKit.CalledMethods, Is.EqualTo(["GetParticipant", "GetParticipant"]));
    }

    [TestCase(LiveKitFault.DropConnection)]
    [TestCase(LiveKitFault.DropAfterWork)]
    [TestCase(LiveKitFault.InternalError)]
    public async Task A_failed_removal_is_not_retried(LiveKitFault fault)
    {
        LiveKit.InjectFault(fault, "RemoveParticipant");
        var removed = await Meetings.DisconnectAsync(Room, Alice, CancellationToken.None);
        Assert.That(removed.Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(LiveKit.CalledMethods, Is.EqualTo(["RemoveParticipant"]));
    }

    [TestCase(LiveKitFault.Garbage)]
    [TestCase(LiveKitFault.Nowhere)]
    public async Task A_server_that_is_not_LiveKit_is_unavailable(LiveKitFault fault)
    {
        LiveKit.InjectFault(fault);
        Assert.That((await FindAsync()).Error, Is.EqualTo(MeetingErrors.Unavailable));
    }

    [Test]
    public async Task One_connection_serves_many_calls()
    {
        for (var call = 0; call < 20; call++)
            await FindAsync();
        Assert.That(LiveKit.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task Calls_fail_fast_after_LiveKit_was_down_and_succeed_again_later()
    {
        await LiveKit.StopAsync();
        for (var call = 0; call < 5; call++)
            Assert.That((await FindAsync()).Error, Is.EqualTo(MeetingErrors.Unavailable));

        await LiveKit.StartAgainAsync();
        LiveKit.ForgetCalls();
        Assert.That((await FindAsync()).Error, Is.EqualTo(MeetingErrors.Unavailable));
        Assert.That(LiveKit.Calls, Is.Empty, "The call fails fast, without a request");

        await TestSupport.Eventually.HoldsAsync(
            async () => !(await FindAsync()).IsFailure,
            "calls succeed again"
        );
    }

    [Test]
    public async Task A_missing_egress_worker_does_not_make_LiveKit_unavailable()
    {
        LiveKit.State.HasEgressWorker = false;
        LiveKit.State.EgressWorkerDelay = TimeSpan.Zero;
        var egresses = _server.Services.GetRequiredService<IEgressService>();
        for (var call = 0; call < 10; call++)
            await egresses.StartAsync(Room, "uid", CancellationToken.None);

        Assert.That((await FindAsync()).Error, Is.Null);
    }

    private Task<Domain.Results.Result<PresentParticipant>> FindAsync() =>
        Meetings.FindParticipantAsync(Room, Alice, CancellationToken.None);
}
