namespace OpenViduMeet.TestSupport.S3;

/// <summary>
/// An S3 server without the test's buckets: the one that <c>S3_TEST_ENDPOINT</c> names, or else one that is started for the test.
/// Without Node.js the test is skipped, or fails where CI requires it.
/// </summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string EndpointVariable = "S3_TEST_ENDPOINT";
    public const string AccessKeyVariable = "S3_TEST_ACCESS_KEY";
    public const string SecretKeyVariable = "S3_TEST_SECRET_KEY";

    /// <summary>The key pair of the server that is started for the test.</summary>
    private const string OwnKey = "S3RVER";

    private static readonly NodeScripts Scripts = new("tests", "TestSupport", "S3", "Server");

    private TemporaryDirectory? _directory;
    private RunningScript? _process;

    private S3Server() { }

    public Uri Endpoint { get; private set; } = null!;

    public string AccessKey { get; private init; } = OwnKey;

    public string SecretKey { get; private init; } = OwnKey;

    /// <summary>Whether the server was not started for the test. Objects that a test leaves behind then stay.</summary>
    public bool IsExternal => _process is null;

    public static async Task<S3Server> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } endpoint)
            return new S3Server
            {
                Endpoint = new Uri(endpoint),
                AccessKey = Needs(AccessKeyVariable),
                SecretKey = Needs(SecretKeyVariable),
            };

        var server = new S3Server { _directory = new TemporaryDirectory() };
        try
        {
            server._process = await Scripts.StartAsync(
                "server.mjs",
                ("DIRECTORY", server._directory.Path)
            );
            server.Endpoint = new Uri($"http://127.0.0.1:{server._process.FirstLine}");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the server if it was started for the test.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory?.Dispose();
    }

    private static string Needs(string variable) =>
        Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"{variable} must be set with {EndpointVariable}.");
}
