using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The server, published once for all tests.</summary>
[SetUpFixture]
public sealed class Release
{
    private static readonly TemporaryDirectory Published = new();

    public static string Path =>
        Environment.GetEnvironmentVariable("LOCAL_RELEASE") ?? Published.Path;

    [OneTimeSetUp]
    public Task PublishAsync() =>
        Environment.GetEnvironmentVariable("LOCAL_RELEASE") is null
            ? PublishedServer.PublishAsync(Path)
            : Task.CompletedTask;

    [OneTimeTearDown]
    public void Remove() => Published.Dispose();
}
