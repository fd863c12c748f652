using System.Text.Json;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.WebApi.FunctionalTests.LiveKit;

/// <summary>A test with a LiveKit of its own, and a server that uses it.</summary>
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

    /// <summary>Settings that the server has beside LiveKit's URL, by their environment variables' names.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>A room with Alice in it, and the browser of its moderator.</summary>
    protected async Task<(TestRoom Room, Browser Moderator)> MeetAsync()
    {
        var room = await Meet.CreateRoomAsync();
        LiveKit.State.Join(room.Name, Alice);
        return (room, await Meet.EnterAsync(room));
    }

    /// <summary>Lets the server's time pass until something is done.</summary>
    protected async Task<T> PassTimeUntilAsync<T>(Task<T> done, TimeSpan? step = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!done.IsCompleted)
        {
            Meet.Clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(5)));
            if (TimeProvider.System.GetElapsedTime(started) > Bound)
                Assert.Fail("It is not done, however much time passes");
        }

        return await done;
    }

    /// <summary>Lets the server's time pass, in steps, until something holds.</summary>
    protected Task PassTimeUntilAsync(TimeSpan step, Func<bool> condition, string what) =>
        Eventually.HoldsAsync(
            () =>
            {
                Meet.Clock.Advance(step);
                return condition();
            },
            what
        );

    /// <summary>Lets LiveKit tell of something, and waits until it has been handled.</summary>
    protected async Task TellAsync(JsonObject happened)
    {
        using var answer = await Webhooks.SendAsync(happened);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        await Eventually.HoldsAsync(
            async () => (await EventsAsync()).GetProperty("waiting").GetInt32() == 0,
            "every event is handled"
        );
    }

    /// <summary>What waits to be handled, and what was parked.</summary>
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
