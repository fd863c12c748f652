using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Minio;
using Minio.DataModel.Args;
using Npgsql;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// Published servers as nodes of one installation: on a PostgreSQL of their own, one S3 server and one LiveKit, behind nginx. A node can
/// be stopped, killed, paused and started again, with the same or another release, at the same address.
/// </summary>
internal sealed class MeetCluster : IAsyncDisposable
{
    public const string ApiKey = "api-key-of-the-cluster";
    public const string Password = "password-of-the-cluster";

    private const string Bucket = "openvidu";
    private const string LiveKitKey = "key-of-the-cluster";
    private const string LiveKitSecret = "livekit-secret-of-the-cluster-of-tests";

    /// <summary>More than any test starts. nginx knows them all, and passes over those that refuse connections.</summary>
    private const int MaxNodes = 4;

    private readonly LiveKitCredentials _liveKitCredentials = new(LiveKitKey, LiveKitSecret);
    private LiveKitWebhooks _events = null!;
    private S3Server _s3 = null!;
    private string _connection = "";

    private MeetCluster() { }

    public PostgresServer Postgres { get; private set; } = null!;

    public LiveKitDouble LiveKit { get; private set; } = null!;

    public NginxServer Nginx { get; private set; } = null!;

    /// <summary>All nodes, also those that have not been started.</summary>
    public IReadOnlyList<ClusterNode> Nodes { get; private set; } = [];

    /// <param name="nodes">The number of nodes to start.</param>
    /// <param name="release">The directory of the published server; <see langword="null"/> for the usual one.</param>
    public static async Task<MeetCluster> StartAsync(
        int nodes,
        string? release = null,
        params (string Name, string Value)[] settings
    )
    {
        var cluster = new MeetCluster();
        try
        {
            var postgres = PostgresServer.StartAsync();
            var s3 = S3Server.StartAsync();
            cluster.LiveKit = await LiveKitDouble.StartAsync(LiveKitKey, LiveKitSecret);
            cluster.Postgres = await postgres;
            cluster._s3 = await s3;
            await cluster.StartNodesAsync(nodes, release, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser that talks to the cluster through nginx.</summary>
    public Browser NewBrowser() => new(Nginx.Address);

    /// <summary>A browser that talks to one node.</summary>
    public static Browser NewBrowser(ClusterNode node, TimeSpan? timeout = null) =>
        new(node.Address, timeout: timeout);

    /// <summary>A client with the API key that talks to one node, or to nginx.</summary>
    public Browser NewAdmin(ClusterNode? node = null) =>
        new Browser(node?.Address ?? Nginx.Address).With("X-API-KEY", ApiKey);

    public static async Task SignInAsync(Browser browser)
    {
        using var answer = await browser.PostAsync(
            "/meet/api/v1/auth/login",
            new { username = "admin", password = Password }
        );
        answer.EnsureSuccessStatusCode();
    }

    public async Task<TestRoom> CreateRoomAsync()
    {
        using var admin = NewAdmin();
        using var created = await admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = 4102444800000 }
        );
        created.EnsureSuccessStatusCode();
        return TestRoom.From(await created.ReadJsonAsync());
    }

    /// <summary>Sends an event as LiveKit does, to nginx or to one node.</summary>
    public async Task<HttpResponseMessage> SendEventAsync(
        JsonObject happened,
        ClusterNode? to = null
    )
    {
        var body = happened.ToJsonString();
        var authorization = Sign(body);
        if (to is null)
            return await _events.SendAsync(body, authorization);

        using var direct = new LiveKitWebhooks(to.Address, TimeProvider.System);
        return await direct.SendAsync(body, authorization);
    }

    /// <summary>Waits until a node has handled an event, also while the database is away.</summary>
    public Task UntilHandledAsync(JsonObject happened) =>
        Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    var handled = await QueryAsync(
                        """SELECT "State" FROM "QueueItems" WHERE "Id" = @id AND "State" = 'Completed'""",
                        ("id", happened["id"]!.GetValue<string>())
                    );
                    return handled.Count == 1;
                }
                catch (NpgsqlException)
                {
                    return false;
                }
            },
            "the event is handled",
            TimeSpan.FromSeconds(60)
        );

    /// <summary>Signs an event as LiveKit does.</summary>
    /// <returns>The value of the header Authorization.</returns>
    public string Sign(string happened) =>
        _events.Authorize(happened, credentials: _liveKitCredentials);

    /// <summary>Starts a recording in a room in which somebody is present.</summary>
    /// <returns>The id of the recording, and its egress.</returns>
    public async Task<(string Id, LiveKitEgress Egress)> StartRecordingAsync(TestRoom room)
    {
        LiveKit.State.Join(room.Name, "Present");
        using var moderator = NewBrowser();
        (await moderator.RequestTokenAsync(room, "Recorder", room.ModeratorSecret)).Dispose();
        using var started = await moderator.PostAsync(
            "/meet/api/v1/recordings",
            new { roomId = room.Name }
        );
        started.EnsureSuccessStatusCode();
        var id = (await started.ReadJsonAsync()).GetProperty("recordingId").GetString()!;
        return (id, LiveKit.State.Egresses.Single(egress => egress.Room == room.Name));
    }

    /// <summary>Makes a recording of random bytes, as LiveKit and its egress do.</summary>
    /// <returns>The path to stream it by, its id and its bytes.</returns>
    public async Task<(string Path, string Id, byte[] Media)> RecordAsync(int size)
    {
        var media = RandomNumberGenerator.GetBytes(size);
        var (id, egress) = await StartRecordingAsync(await CreateRoomAsync());
        await UploadAsync(egress.Path.TrimStart('/'), media);
        var complete = LiveKit.State.Move(
            egress.Id,
            "EGRESS_COMPLETE",
            TimeSpan.FromSeconds(1),
            size
        );
        (await SendEventAsync(LiveKitWebhooks.EgressChanged(complete))).Dispose();
        using var admin = NewAdmin();
        await Eventually.HoldsAsync(
            async () =>
            {
                using var answer = await admin.GetAsync($"/meet/api/v1/recordings/{id}");
                var recording = await answer.ReadJsonAsync();
                return recording.GetProperty("status").GetString() == "COMPLETE";
            },
            "the recording is complete",
            TimeSpan.FromSeconds(30)
        );
        return ($"/meet/internal-api/v1/recordings/{id}/stream", id, media);
    }

    /// <summary>Reads rows of the nodes' database, as texts.</summary>
    public async Task<IReadOnlyList<string[]>> QueryAsync(
        string query,
        params (string Name, object Value)[] parameters
    )
    {
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The queries are texts of the tests.
        await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
            rows.Add([
                .. Enumerable
                    .Range(0, reader.FieldCount)
                    .Select(i =>
                        Convert.ToString(
                            reader.GetValue(i),
                            System.Globalization.CultureInfo.InvariantCulture
                        )!
                    ),
            ]);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            node.Dispose();
        _events?.Dispose();
        if (Nginx is not null)
            await Nginx.DisposeAsync();
        if (LiveKit is not null)
            await LiveKit.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
    }

    private async Task StartNodesAsync(
        int count,
        string? release,
        (string Name, string Value)[] settings
    )
    {
        var database = await Postgres.CreateDatabaseAsync();
        _connection = PostgresServer.ConnectionStringOf(database) + ";Pooling=false";
        Nodes =
        [
            .. Enumerable
                .Range(1, MaxNodes)
                .Select(number => $"node{number}")
                .Select(name => new ClusterNode(
                    name,
                    new Uri($"http://127.0.0.1:{FreePort.Find()}"),
                    [
                        // The rules of Production, but cookies that browsers also send without TLS.
                        ("ASPNETCORE_ENVIRONMENT", "Staging"),
                        (
                            "MEET_DATABASE_URL",
                            $"{database}?sslmode=disable&application_name={name}"
                        ),
                        ("MEET_LOG_LEVEL", "warn"),
                        ("MEET_JWT_KEY", "key-for-access-and-refresh-tokens-of-the-cluster"),
                        ("MEET_API_KEY", ApiKey),
                        ("MEET_SECRET", Password),
                        ("MEET_ADMIN_SECRET", Password),
                        ("MEET_TRUSTED_PROXIES", "127.0.0.1"),
                        ("MEET_KICK_HOLD", "0"),
                        ("MEET_BLOB_STORAGE_MODE", "s3"),
                        (
                            "MEET_S3_SERVICE_ENDPOINT",
                            _s3.Endpoint.GetLeftPart(UriPartial.Authority)
                        ),
                        ("MEET_S3_ACCESS_KEY", _s3.AccessKey),
                        ("MEET_S3_SECRET_KEY", _s3.SecretKey),
                        ("MEET_S3_BUCKET", Bucket),
                        ("LIVEKIT_URL", LiveKit.Url.GetLeftPart(UriPartial.Authority)),
                        ("LIVEKIT_API_KEY", LiveKitKey),
                        ("LIVEKIT_API_SECRET", LiveKitSecret),
                        .. settings,
                    ]
                )),
        ];
        Nginx = await NginxServer.StartAsync([.. Nodes.Select(node => node.Address)]);
        _events = new LiveKitWebhooks(Nginx.Address, TimeProvider.System);
        await Task.WhenAll(Nodes.Take(count).Select(node => node.StartAsync(release)));
    }

    private async Task UploadAsync(string key, byte[] content)
    {
        using var minio = new MinioClient()
            .WithEndpoint(_s3.Endpoint.Authority)
            .WithCredentials(_s3.AccessKey, _s3.SecretKey)
            .WithRegion("us-east-1")
            .WithSSL(_s3.Endpoint.Scheme == Uri.UriSchemeHttps)
            .Build();
        using var stream = new MemoryStream(content);
        await minio.PutObjectAsync(
            new PutObjectArgs()
                .WithBucket(Bucket)
                .WithObject(key)
                .WithStreamData(stream)
                .WithObjectSize(content.Length)
        );
    }
}
