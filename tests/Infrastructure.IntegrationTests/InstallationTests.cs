namespace OpenViduMeet.Infrastructure.IntegrationTests;

/// <summary>A test with an installation of its own.</summary>
public abstract class InstallationTests
{
    internal Installation Installation { get; private set; } = null!;

    protected static CancellationToken Ct => CancellationToken.None;

    [SetUp]
    public async Task SetUpAsync() => Installation = await Installation.NewAsync();

    [TearDown]
    public async Task TearDownAsync() => await Installation.DisposeAsync();
}
