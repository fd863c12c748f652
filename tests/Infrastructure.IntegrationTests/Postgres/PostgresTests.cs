using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

/// <summary>Base class of tests that stop or pause their PostgreSQL, and so have one of their own.</summary>
public abstract class PostgresTests
{
    private readonly List<Installation> _nodes = [];

    protected static CancellationToken Ct => CancellationToken.None;

    protected PostgresServer Server { get; private set; } = null!;

    protected string Url { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServerAsync() => Server = await PostgresServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopServerAsync() => await Server.DisposeAsync();

    [SetUp]
    public async Task CreateDatabaseAsync() => Url = await Server.CreateDatabaseAsync();

    [TearDown]
    public async Task EndNodesAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _nodes.Clear();
    }

    internal async Task<Installation> NewNodeAsync(params (string Name, string Value)[] settings)
    {
        var node = await Installation.NewAsync([
            ("MEET_DATABASE_URL", Url),
            ("MEET_JWT_KEY", "a-key-for-access-and-refresh-tokens-in-tests"),
            .. settings,
        ]);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A node that hears of the changes of other nodes.</summary>
    internal async Task<Installation> NewListeningNodeAsync(
        params (string Name, string Value)[] settings
    )
    {
        var node = await NewNodeAsync(settings);
        await node.StartListeningAsync();
        return node;
    }
}
