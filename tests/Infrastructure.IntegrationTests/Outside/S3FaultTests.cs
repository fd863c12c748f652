using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.ObjectStorage;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Outside;

/// <summary>Every call to the bucket ends within 5 s whatever the fault, and the answer of S3 is logged.</summary>
[NonParallelizable]
public sealed class S3FaultTests
{
    private const string Key = "recordings/daily-abc/daily-abc--uid.mp4";
    private const int Size = 256 * 1024;

    private readonly byte[] _media = new byte[Size];
    private readonly LogLines _log = new();
    private S3Server _s3 = null!;
    private FaultProxy _proxy = null!;
    private Installation _installation = null!;

    private static CancellationToken Ct => CancellationToken.None;

    private IObjectStore Objects => _installation.Get<IObjectStore>();

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _s3 = await S3Server.StartAsync();
        _proxy = await FaultProxy.StartAsync(_s3.Endpoint);
        _installation = await Installation.NewAsync(
            services => services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(_log),
            ("MEET_BLOB_STORAGE_MODE", "s3"),
            ("MEET_S3_SERVICE_ENDPOINT", _proxy.Address.ToString()),
            ("MEET_S3_ACCESS_KEY", _s3.AccessKey),
            ("MEET_S3_SECRET_KEY", _s3.SecretKey),
            ("MEET_S3_BUCKET", $"meet-{Guid.NewGuid():N}")
        );
        await _installation.Get<S3ObjectStore>().EnsureExistsAsync(Ct);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_installation is not null)
            await _installation.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
    }

    [SetUp]
    public async Task SetUpAsync()
    {
        _proxy.Behave();
        System.Security.Cryptography.RandomNumberGenerator.Fill(_media);
        Assert.That(await ErrorOfWriteAsync(), Is.Null);
        _proxy.ForgetRequests();
        _log.Clear();
    }

    [TestCaseSource(typeof(OutsideFaults), nameof(OutsideFaults.All))]
    public async Task Every_call_ends_within_5_seconds_and_works_again_afterwards(ProxyFault? fault)
    {
        var facts = await StatAsync();
        await _proxy.ApplyAsync(fault);
        var started = TimeProvider.System.GetTimestamp();

        var errors = await Task.WhenAll(
            // A body that arrives byte by byte is slow, and not a failure.
            fault is ProxyFault.Slow
                ? ErrorOfListAsync()
                : ErrorOfReadAsync(facts),
            ErrorOfListAsync(),
            // A HEAD has no body that could stall, be slow or be endless. A DELETE is complete with its status.
            HasBodyFault(fault) ? ErrorOfListAsync() : ErrorOfReadAsync(known: null),
            HasBodyFault(fault) ? ErrorOfListAsync() : ErrorOfDeleteAsync("other"),
            HasBodyFault(fault) ? ErrorOfListAsync() : ErrorOfWriteAsync("other", size: 1024)
        );

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
        Assert.That(errors, Is.All.EqualTo(StorageErrors.Unavailable));
        await _proxy.HealAsync(fault);
        Assert.That(await ErrorOfReadAsync(known: null), Is.Null);
    }

    [TestCase(403, "AccessDenied")]
    [TestCase(403, "InvalidAccessKeyId")]
    [TestCase(404, "NoSuchBucket")]
    [TestCase(301, "PermanentRedirect")]
    [TestCase(500, "InternalError")]
    [TestCase(503, "SlowDown")]
    public async Task The_status_and_error_code_of_a_refusal_by_S3_are_logged(
        int status,
        string code
    )
    {
        _proxy.InjectFault(Refusal(status, code));

        var errors = new[]
        {
            await ErrorOfReadAsync(new MediaFacts(Size, new EntityTag("tag"), Installation.Start)),
            await ErrorOfListAsync(),
            await ErrorOfDeleteAsync(Key),
            await ErrorOfWriteAsync(),
        };

        Assert.That(errors, Is.All.EqualTo(StorageErrors.Unavailable));
        Assert.That(
            _log.Lines.Where(line => line.Contains($"{status} {code}", StringComparison.Ordinal)),
            Has.Exactly(4).Items
        );
        Assert.That(_log.Lines, Has.None.Contains("Signature").And.None.Contains("hunter2"));
    }

    [Test]
    public async Task An_object_that_S3_refuses_is_unreadable_and_the_store_stays_available()
    {
        _proxy.InjectFault(Refusal(403, "AccessDenied"));

        var opened = await Objects.OpenAsync(Key, known: null, Ct);

        Assert.That(opened.Error, Is.InstanceOf<UnreadableObject>());
        Assert.That(opened.Error!.Message, Is.EqualTo(StorageErrors.Unavailable.Message));
        Assert.That(_log.Lines, Has.Some.Contains("403"));
    }

    [TestCase(404, "NoSuchKey", true)]
    [TestCase(404, "NoSuchBucket", false)]
    [TestCase(404, "", false)]
    [TestCase(403, "AccessDenied", false)]
    [TestCase(301, "PermanentRedirect", false)]
    [TestCase(307, "TemporaryRedirect", false)]
    [TestCase(500, "InternalError", false)]
    [TestCase(200, "", true)]
    [TestCase(204, "", true)]
    [TestCase(202, "", false)]
    public async Task A_DELETE_succeeds_only_if_S3_confirms_it(int status, string code, bool isDone)
    {
        _proxy.InjectFault(
            code.Length == 0 ? new ProxyFault.Answer((HttpStatusCode)status) : Refusal(status, code)
        );
        Assert.That(
            await ErrorOfDeleteAsync(Key),
            Is.EqualTo(isDone ? null : StorageErrors.Unavailable)
        );
    }

    [Test]
    public async Task The_time_of_an_object_does_not_depend_on_the_time_zone_of_the_server()
    {
        var before = Environment.GetEnvironmentVariable("TZ");
        try
        {
            Environment.SetEnvironmentVariable("TZ", "Asia/Kolkata");
            TimeZoneInfo.ClearCachedData();
            Assert.That(TimeZoneInfo.Local.BaseUtcOffset, Is.EqualTo(TimeSpan.FromHours(5.5)));

            await using var opened = (await Objects.OpenAsync(Key, known: null, Ct)).Value;

            Assert.That(
                opened.Facts.LastModified,
                Is.EqualTo(TimeProvider.System.GetUtcNow()).Within(TimeSpan.FromMinutes(5))
            );
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }
    }

    [Test]
    public async Task A_store_with_weak_tags_can_be_read_and_its_changes_are_detected()
    {
        _proxy.InjectFault(new ProxyFault.WeakTags());
        var facts = await StatAsync();

        Assert.That(await ErrorOfReadAsync(facts), Is.Null);
        Assert.That(_proxy.Requests[^1].IfMatch, Is.Null);
        Assert.That(facts.Tag.IsWeak, Is.False);

        await ErrorOfWriteAsync(size: Size - 1);
        Assert.That(await ErrorOfReadAsync(facts), Is.EqualTo(StorageErrors.Replaced));
    }

    [Test]
    public async Task A_call_that_its_caller_cancels_is_cancelled()
    {
        _proxy.InjectFault(new ProxyFault.Silence());
        foreach (
            Func<CancellationToken, Task> call in new Func<CancellationToken, Task>[]
            {
                ct => Objects.OpenAsync(Key, known: null, ct),
                ct => Objects.DeleteAsync(Key, ct),
                ct => Objects.ListAsync("recordings/", ct).ToListAsync(ct).AsTask(),
            }
        )
        {
            using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            Assert.That(() => call(leaving.Token), Throws.InstanceOf<OperationCanceledException>());
        }

        await Task.CompletedTask;
    }

    private static bool HasBodyFault(ProxyFault? fault) =>
        fault is ProxyFault.Stall or ProxyFault.Slow or ProxyFault.EndlessBody or ProxyFault.Answer;

    private static ProxyFault.Answer Refusal(int status, string code) =>
        new(
            (HttpStatusCode)status,
            $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>{code}</Code><Message>hunter2</Message><RequestId>1</RequestId></Error>
            """,
            ("Content-Type", "application/xml")
        );

    private async Task<MediaFacts> StatAsync()
    {
        await using var opened = (await Objects.OpenAsync(Key, known: null, Ct)).Value;
        return opened.Facts;
    }

    /// <summary>Reads a hundred bytes in the middle and compares them.</summary>
    private async Task<Error?> ErrorOfReadAsync(MediaFacts? known)
    {
        var opened = await Objects.OpenAsync(Key, known, Ct);
        if (opened.IsFailure)
            return opened.Error;

        await using var blob = opened.Value;
        var read = await blob.ReadAsync(new ByteRange(100, 199), Ct);
        if (read.IsFailure)
            return read.Error;
        var bytes = new byte[100];
        try
        {
            await read.Value.ReadExactlyAsync(bytes, Ct);
        }
        catch (IOException)
        {
            return StorageErrors.Unavailable;
        }

        Assert.That(bytes, Is.EqualTo(_media[100..200]));
        return null;
    }

    private async Task<Error?> ErrorOfListAsync()
    {
        var listed = await Objects.ListAsync("recordings/", Ct).ToListAsync(Ct);
        return listed
            .Select(entry => entry.Outcome.Error)
            .FirstOrDefault(error => error is not null);
    }

    private async Task<Error?> ErrorOfDeleteAsync(string key) =>
        (await Objects.DeleteAsync(key, Ct)).Error;

    private async Task<Error?> ErrorOfWriteAsync(string key = Key, int size = Size)
    {
        using var content = new MemoryStream(_media, 0, size);
        return (await Objects.WriteAsync(key, content, Ct)).Error;
    }
}
