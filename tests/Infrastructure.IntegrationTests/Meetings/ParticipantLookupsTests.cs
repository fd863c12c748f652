using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Meetings;

/// <summary>Several questions about participants of one room at once. The first call is slow, so that the others wait for it.</summary>
public sealed class ParticipantLookupsTests
{
    private const string Get = "GetParticipant";
    private const string List = "ListParticipants";

    private static readonly RoomName Room = RoomName.Parse("daily-abc");

    private readonly CancellationToken _ct = TestContext.CurrentContext.CancellationToken;
    private LiveKitServer _server = null!;

    private LiveKitDouble LiveKit => _server.Double;

    [SetUp]
    public async Task SetUpAsync()
    {
        _server = await LiveKitServer.StandInAsync();
        LiveKit.State.Join(Room.Value, "Alice");
        LiveKit.State.Join(Room.Value, "Bob");
        LiveKit.Slowness = TimeSpan.FromMilliseconds(300);
        LiveKit.InjectFault(LiveKitFault.Slow, Get, times: 1);
    }

    [TearDown]
    public async Task TearDownAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Questions_that_wait_for_a_call_share_the_next_one()
    {
        var found = await FindAllAsync("Alice", "Bob", "Carol", "Dave");

        Assert.That(
            found.Select(one => one.Error),
            Is.EqualTo([null, null, ParticipantErrors.NotFound, ParticipantErrors.NotFound])
        );
        Assert.That(found[1].Value.Name.Value, Is.EqualTo("Bob"));
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, List]));
    }

    [Test]
    public async Task A_single_question_that_waits_is_asked_alone()
    {
        var found = await FindAllAsync("Alice", "Bob");

        Assert.That(found.Select(one => one.Error), Is.All.Null);
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, Get]));
    }

    [Test]
    public async Task Questions_about_different_rooms_do_not_wait_for_each_other()
    {
        LiveKit.Slowness = TimeSpan.FromSeconds(2);
        var slow = FindAsync("Alice");
        await Eventually.HoldsAsync(
            () => LiveKit.CalledMethods.Count == 1,
            "LiveKit is being asked about Alice"
        );
        var other = await Meetings()
            .FindParticipantAsync(RoomName.Parse("other-abc"), ParticipantName.Parse("Bob"), _ct);

        Assert.That(other.Error, Is.EqualTo(ParticipantErrors.NotFound));
        Assert.That(slow.IsCompleted, Is.False);
        await slow;
    }

    [Test]
    public async Task A_recorder_found_with_others_counts_as_present()
    {
        LiveKit.State.Join(Room.Value, "Recorder", "EGRESS");
        var found = await FindAllAsync("Alice", "Recorder", "Bob");

        Assert.That(found[1].Value.IsFromOperator);
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, List]));
    }

    [Test]
    public async Task A_participant_who_joins_while_others_wait_is_found()
    {
        var first = FindAsync("Alice");
        LiveKit.State.Join(Room.Value, "Carol");
        var waiting = await Task.WhenAll(FindAsync("Carol"), FindAsync("Dave"));

        Assert.That(waiting[0].Error, Is.Null);
        Assert.That(waiting[1].Error, Is.EqualTo(ParticipantErrors.NotFound));
        await first;
    }

    [Test]
    public async Task Participants_of_a_large_room_are_asked_for_one_by_one()
    {
        for (var i = 0; i < 300; i++)
            LiveKit.State.Join(
                Room.Value,
                $"Guest {i}",
                attributes: new JsonObject { ["large"] = new string('x', 1024) }
            );

        var found = await FindAllAsync("Alice", "Bob", "Carol");
        Assert.That(
            found.Select(one => one.Error),
            Is.EqualTo([null, null, ParticipantErrors.NotFound])
        );
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, List, Get, Get]));

        LiveKit.ForgetCalls();
        await FindAllAsync("Alice", "Bob", "Carol");
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, Get, Get]));
    }

    [Test]
    public async Task Whoever_leaves_does_not_take_those_along_who_wait()
    {
        using var leaving = new CancellationTokenSource();
        var first = FindAsync("Alice", leaving.Token);
        var waiting = Task.WhenAll(FindAsync("Bob"), FindAsync("Carol"));
        await leaving.CancelAsync();

        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(
            (await waiting).Select(one => one.Error),
            Is.EqualTo([null, ParticipantErrors.NotFound])
        );
    }

    /// <summary>Waiting for a call of somebody else and then for their own would take too long.</summary>
    [Test]
    public async Task Whoever_waits_for_a_slow_LiveKit_asks_alone()
    {
        LiveKit.Behave();
        LiveKit.Slowness = TimeSpan.FromSeconds(3);
        LiveKit.InjectFault(LiveKitFault.Slow, Get);
        LiveKit.InjectFault(LiveKitFault.Stall, List);
        var found = await FindAllAsync("Alice", "Bob", "Carol");

        Assert.That(
            found.Select(one => one.Error),
            Is.EqualTo([null, null, ParticipantErrors.NotFound])
        );
    }

    [Test]
    public async Task A_LiveKit_that_does_not_answer_fails_all_who_wait()
    {
        LiveKit.Behave();
        LiveKit.InjectFault(LiveKitFault.Stall, Get);
        var found = await FindAllAsync("Alice", "Bob", "Carol");

        Assert.That(found.Select(one => one.Error), Is.All.EqualTo(MeetingErrors.Unavailable));
        Assert.That(LiveKit.CalledMethods, Does.Not.Contain(List));
    }

    [Test]
    public async Task Whoever_shares_a_call_that_fails_asks_alone()
    {
        LiveKit.InjectFault(LiveKitFault.Garbage, List, times: 1);
        var found = await FindAllAsync("Alice", "Bob", "Carol");

        Assert.That(
            found.Select(one => one.Error),
            Is.EqualTo([null, null, ParticipantErrors.NotFound])
        );
        Assert.That(LiveKit.CalledMethods, Is.EqualTo([Get, List, Get, Get]));
    }

    private IMeetingServer Meetings() => _server.Services.GetRequiredService<IMeetingServer>();

    private Task<Result<PresentParticipant>[]> FindAllAsync(params string[] names) =>
        Task.WhenAll(names.Select(name => FindAsync(name)));

    private Task<Result<PresentParticipant>> FindAsync(string name) => FindAsync(name, _ct);

    private Task<Result<PresentParticipant>> FindAsync(string name, CancellationToken ct) =>
        Meetings().FindParticipantAsync(Room, ParticipantName.Parse(name), ct);
}
