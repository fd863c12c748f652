using System.Text.Json;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A test with its own LiveKit double and a server that uses it.</summary>
public abstract class LiveKitTests
{
    protected const string Alice = "Alice";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    protected LiveKitDouble LiveKit { get; private set; } = null!;

    protected MeetApiFactory Meet { get; private set; } = null!;

    protected LiveKitWebhooks Webhooks { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        LiveKit = await LiveKitDouble.StartAsync();
        Meet = new MeetApiFactory(
            new Dictionary<string, string>(await MoreSettingsAsync())
            {
                ["LIVEKIT_URL"] = LiveKit.Url.ToString(),
            }
        );
        Webhooks = new LiveKitWebhooks(Meet.Address, Meet.Clock);
    }

    [TearDown]
    public async Task StopAsync()
    {
        Webhooks.Dispose();
        await Meet.DisposeAsync();
        await LiveKit.DisposeAsync();
    }

    /// <summary>Settings of the server in addition to LiveKit's URL, by the names of their environment variables.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>Creates a room with Alice in it, and the browser of its moderator.</summary>
    protected async Task<(TestRoom Room, Browser Moderator)> MeetAsync()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);
        return (room, await Meet.EnterAsync(room));
    }

    /// <summary>Advances the server's clock until a task is done.</summary>
    protected async Task<T> PassTimeUntilAsync<T>(Task<T> done, TimeSpan? step = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!done.IsCompleted)
        {
            Meet.Clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20)));
            if (TimeProvider.System.GetElapsedTime(started) > Bound)
                Assert.Fail("It is not done, however much time passes");
        }

        return await done;
    }

    /// <summary>Advances the server's clock, in steps, until a condition holds.</summary>
    protected Task PassTimeUntilAsync(TimeSpan step, Func<bool> condition, string what) =>
        Eventually.HoldsAsync(
            () =>
            {
                Meet.Clock.Advance(step);
                return condition();
            },
            what
        );

    /// <summary>Sends an event of LiveKit, and waits until it has been handled.</summary>
    protected async Task TellAsync(JsonObject happened)
    {
        using var answer = await Webhooks.SendAsync(happened);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        await Eventually.HoldsAsync(
            async () => (await EventsAsync()).GetProperty("waiting").GetInt32() == 0,
            "every event is handled"
        );
    }

    /// <summary>The counts of waiting and parked events.</summary>
    protected Task<JsonElement> EventsAsync() => EventsOfAsync(Meet);

    /// <inheritdoc cref="EventsAsync"/>
    protected static async Task<JsonElement> EventsOfAsync(MeetApiFactory meet)
    {
        using var administrator = meet.NewBrowser().With("X-API-KEY", MeetApiFactory.ApiKey);
        using var health = await administrator.GetAsync("/meet/health/ready");
        return (await health.ReadJsonAsync()).GetProperty("events");
    }

    /// <summary>The topics of the signals sent so far, in order.</summary>
    protected IEnumerable<string> SignalledTopics => LiveKit.State.Sent.Select(sent => sent.Topic);
}
