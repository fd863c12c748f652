using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>The server, published once for all tests.</summary>
[SetUpFixture]
public sealed class Release
{
    private static readonly TemporaryDirectory Published = new();

    public static string Path => Published.Path;

    [OneTimeSetUp]
    public Task PublishAsync() => PublishedServer.PublishAsync(Path);

    [OneTimeTearDown]
    public void Remove() => Published.Dispose();
}
