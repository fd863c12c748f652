using System.Collections.Concurrent;
using OpenViduMeet.Infrastructure.Persistence.Changes;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

public sealed class PostgresChangeFeedTests : PostgresTests
{
    private const string Topic = "topic";
    private const string Missed = "(missed)";

    [Test]
    public async Task A_message_reaches_the_other_nodes_and_not_its_own()
    {
        var (here, heardHere) = await ListenAsync();
        var (_, heardThere) = await ListenAsync();

        here.Publish(Topic, "one with spaces");
        here.Publish("another topic", "two");
        here.Publish(Topic, "three");

        await Eventually.HoldsAsync(() => heardThere.Contains("three"), "it is heard");
        Assert.That(
            heardThere.Where(message => message != Missed),
            Is.EqualTo(["one with spaces", "three"])
        );
        Assert.That(heardHere, Is.All.EqualTo(Missed));
    }

    [Test]
    public async Task After_the_database_was_away_messages_are_heard_again()
    {
        var (here, _) = await ListenAsync();
        var (there, heard) = await ListenAsync();

        await Server.StopAsync(immediate: true);
        await Eventually.HoldsAsync(() => !there.IsLive, "the loss is noticed");
        heard.Clear();
        await Server.StartAgainAsync();
        await Eventually.HoldsAsync(() => here.IsLive && there.IsLive, "the feed is live again");
        Assert.That(heard, Does.Contain(Missed));

        here.Publish(Topic, "again");
        await Eventually.HoldsAsync(() => heard.Contains("again"), "it is heard");
    }

    [Test]
    public async Task A_connection_on_which_nothing_comes_any_more_is_not_trusted()
    {
        var (feed, heard) = await ListenAsync();
        heard.Clear();
        try
        {
            Server.Pause();
            await Eventually.HoldsAsync(() => !feed.IsLive, "the silence is noticed");
            await Eventually.HoldsAsync(() => heard.Contains(Missed), "the caches are emptied");
        }
        finally
        {
            Server.Resume();
        }

        await Eventually.HoldsAsync(() => feed.IsLive, "the feed is live again");
    }

    private async Task<(IChangeFeed Feed, ConcurrentQueue<string> Heard)> ListenAsync()
    {
        var node = await NewListeningNodeAsync();
        var feed = node.Get<IChangeFeed>();
        var heard = new ConcurrentQueue<string>();
        feed.Subscribe(Topic, message => heard.Enqueue(message ?? Missed));
        return (feed, heard);
    }
}
