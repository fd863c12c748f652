namespace OpenViduMeet.Infrastructure.IntegrationTests;

/// <summary>Base class of tests that each have a new installation.</summary>
public abstract class InstallationTests
{
    internal Installation Installation { get; private set; } = null!;

    protected static CancellationToken Ct => CancellationToken.None;

    /// <summary>Settings by the names of their environment variables.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    [SetUp]
    public async Task SetUpAsync() => Installation = await Installation.NewAsync(Settings);

    [TearDown]
    public async Task TearDownAsync() => await Installation.DisposeAsync();
}
