using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>Base class of tests that back up one installation and restore another.</summary>
public abstract class BackupTests(TestDatabase from, TestDatabase to)
{
    private (string Name, string Value)[] _source = [];
    private (string Name, string Value)[] _target = [];
    private TemporaryDirectory _files = null!;

    protected static CancellationToken Ct => CancellationToken.None;

    /// <summary>The installation that is backed up. It has rows in every table.</summary>
    internal Installation Source { get; private set; } = null!;

    /// <summary>The installation that is restored. It is new.</summary>
    internal Installation Target { get; private set; } = null!;

    protected ICollection<string> Lines { get; } = [];

    /// <summary>A file that does not exist yet.</summary>
    protected string Archive => FileNamed("meet.backup");

    [SetUp]
    public async Task SetUpAsync()
    {
        _files = new TemporaryDirectory();
        _source = await TestDatabases.NewAsync(from);
        _target = await TestDatabases.NewAsync(to);
        Source = await Installation.NewAsync(_source);
        Target = await Installation.NewAsync(_target);
        await StateSample.FillAsync(Source);
        // As after a stop.
        await InfrastructureStart.CloseAsync(Target.Services);
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
        await TestDatabases.DropAsync(_source);
        await TestDatabases.DropAsync(_target);
        _files.Dispose();
    }

    /// <summary>A server that uses the restored installation.</summary>
    internal Task<Installation> NewServerAsync() =>
        Installation.NewAsync([("MEET_DATA_DIR", Target.DataDirectory), .. _target]);

    protected string FileNamed(string name) => Path.Combine(_files.Path, name);

    protected Task BackUpAsync(string? file = null, MediaScope media = MediaScope.Listed) =>
        Source.Get<StateArchive>().BackUpAsync(file ?? Archive, media, Lines.Add, Ct);

    protected Task<bool> VerifyAsync(string? file = null, MediaScope media = MediaScope.None) =>
        Target.Get<StateArchive>().VerifyAsync(file ?? Archive, media, Lines.Add, Ct);

    protected Task RestoreAsync(string? file = null, bool replace = false) =>
        Target.Get<StateArchive>().RestoreAsync(file ?? Archive, replace, Lines.Add, Ct);
}
