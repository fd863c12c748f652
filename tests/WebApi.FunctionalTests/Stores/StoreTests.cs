using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Stores;

public enum StoreKind
{
    Files,
    S3,
}

/// <summary>A test of a server with one of the stores.</summary>
public abstract class StoreTests(StoreKind kind)
{
    private S3Server? _s3;

    protected MeetApiFactory Meet { get; private set; } = null!;

    /// <summary>The proxy between the server and S3.</summary>
    protected FaultProxy Proxy { get; private set; } = null!;

    protected Browser Admin { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var settings = new Dictionary<string, string> { ["MEET_CONSOLE"] = "false" };
        if (kind == StoreKind.S3)
        {
            _s3 = await S3Server.StartAsync();
            Proxy = await FaultProxy.StartAsync(_s3.Endpoint);
            settings["MEET_BLOB_STORAGE_MODE"] = "s3";
            settings["MEET_S3_SERVICE_ENDPOINT"] = Proxy.Address.ToString();
            settings["MEET_S3_ACCESS_KEY"] = _s3.AccessKey;
            settings["MEET_S3_SECRET_KEY"] = _s3.SecretKey;
            settings["MEET_S3_BUCKET"] = $"meet-{Guid.NewGuid():N}";
        }

        Meet = new MeetApiFactory(settings);
        Admin = await Meet.SignInAsAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Admin?.Dispose();
        if (Meet is not null)
            await Meet.DisposeAsync();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
    }

    protected Task<HttpResponseMessage> GetAsync(string path, string? range = null) =>
        Admin.SendAsync(
            HttpMethod.Get,
            path,
            null,
            range is null ? [] : [("Range", $"bytes={range}")]
        );
}
