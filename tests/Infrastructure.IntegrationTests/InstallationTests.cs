namespace OpenViduMeet.Infrastructure.IntegrationTests;

/// <summary>A test with an installation of its own.</summary>
public abstract class InstallationTests
{
    internal Installation Installation { get; private set; } = null!;

    protected static CancellationToken Ct => CancellationToken.None;

    /// <summary>Settings by their environment variables' names.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    [SetUp]
    public async Task SetUpAsync() => Installation = await Installation.NewAsync(Settings);

    [TearDown]
    public async Task TearDownAsync() => await Installation.DisposeAsync();
}
