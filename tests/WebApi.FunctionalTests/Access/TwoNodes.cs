using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>Two servers with one data directory and separate clocks. More servers can be added.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly List<MeetApiFactory> _started = [];

    public TwoNodes(params (string Name, string Value)[] settings)
    {
        Here = Start(settings);
        There = Start(settings);
    }

    public MeetApiFactory Here { get; }

    public MeetApiFactory There { get; }

    public string DatabaseFile => Path.Combine(_data.Path, "meet.db");

    /// <summary>Starts one more server, for example with other settings, while the first two keep running.</summary>
    public MeetApiFactory Start(params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all["MEET_DATA_DIR"] = _data.Path;
        var node = new MeetApiFactory(all);
        _started.Add(node);
        node.Clock.SetUtcNow(_started[0].Clock.GetUtcNow());
        _ = node.Address;
        return node;
    }

    /// <summary>Advances the clocks of all nodes.</summary>
    public void Pass(TimeSpan time) => _started.ForEach(node => node.Clock.Advance(time));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _started)
            await node.DisposeAsync();
        _data.Dispose();
    }
}
