using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

/// <summary>A failing store never leads to a success, nor to an incomplete file that looks complete.</summary>
public sealed class FailingStoreTests
{
    private const string Path = "/meet/internal-api/v1/recordings/demo--EG_demo--clock/stream";

    [Test]
    public async Task A_store_that_does_not_answer_is_reported_as_unavailable()
    {
        await using var meet = With(new StubStore(StorageErrors.Unavailable));
        using var admin = await meet.SignInAsAdminAsync();

        using var answer = await admin.GetAsync(Path);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available",
            "Storage Error"
        );
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }

    [Test]
    public async Task Media_that_fails_before_its_first_byte_is_reported_as_unavailable()
    {
        await using var meet = With(new StubStore(new StubMedia(size: 1000, stored: 0)));
        using var admin = await meet.SignInAsAdminAsync();

        using var answer = await admin.GetAsync(Path);

        await answer.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available",
            "Storage Error"
        );
    }

    [Test]
    public async Task Media_that_ends_early_breaks_the_connection()
    {
        var media = new StubMedia(size: 1000, stored: 10);
        await using var meet = With(new StubStore(media));
        using var admin = await meet.SignInAsAdminAsync();

        Assert.That(() => admin.GetAsync(Path), Throws.InstanceOf<HttpRequestException>());
        await media.DisposedAsync();
    }

    [TestCase("HEAD", null, null)]
    [TestCase("GET", "Range", "bytes=5000-")]
    [TestCase("GET", "Range", "bytes=x")]
    [TestCase("GET", "If-None-Match", "*")]
    [TestCase("GET", "If-Match", "\"other\"")]
    [TestCase("GET", "Range", "bytes=0-9")]
    public async Task Media_is_closed_for_every_answer(string method, string? header, string? value)
    {
        var media = new StubMedia(size: 1000, stored: 1000);
        await using var meet = With(new StubStore(media));
        using var admin = await meet.SignInAsAdminAsync();
        if (header is not null)
            admin.With(header, value!);

        (await admin.SendAsync(new HttpMethod(method), Path)).Dispose();

        await media.DisposedAsync();
        Assert.That(media.WasRead, Is.EqualTo(value == "bytes=0-9"));
    }

    private static MeetApiFactory With(StubStore store) =>
        new(services: services =>
            services.Replace(ServiceDescriptor.Singleton<IRecordingStore>(store))
        );

    private sealed class StubStore(Result<StoredMedia> media) : IRecordingStore
    {
        public Task<Result<StoredMedia>> OpenAsync(
            RecordingId id,
            MediaFacts? known,
            CancellationToken ct
        ) => Task.FromResult(media);

        public Task<Result> SaveAsync(RecordingId id, Stream content, CancellationToken ct) =>
            Task.FromResult(Result.Ok);

        public Task<Result> SaveMetadataAsync(Recording recording, CancellationToken ct) =>
            Task.FromResult(Result.Ok);

        public Task<Result> DeleteAsync(RecordingId id, CancellationToken ct) =>
            Task.FromResult(Result.Ok);
    }

    private sealed class StubMedia(long size, int stored) : StoredMedia
    {
        private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

        private readonly TaskCompletionSource _disposed = new();

        public bool WasRead { get; private set; }

        /// <summary>Throws if the media is not disposed soon. The client may get its answer a little earlier.</summary>
        public Task DisposedAsync() => _disposed.Task.WaitAsync(Bound);

        public override MediaFacts Facts { get; } =
            new(size, new EntityTag("stub"), DateTimeOffset.UnixEpoch);

        public override Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
        {
            WasRead = true;
            return Task.FromResult<Result<Stream>>(new MemoryStream(new byte[stored]));
        }

        public override ValueTask DisposeAsync()
        {
            _disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
