using System.Net;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.S3;

namespace OpenViduMeet.WebApi.FunctionalTests.Stores;

/// <summary>What a viewer gets when the bucket fails.</summary>
public sealed class S3FailureTests() : StoreTests(StoreKind.S3)
{
    private const int Size = 1024 * 1024;

    private string _path = null!;
    private byte[] _media = null!;

    /// <summary>Adds a recording that has been watched before.</summary>
    [SetUp]
    public async Task SetUpAsync()
    {
        Proxy.Behave();
        (_path, _media) = await Meet.AddRecordingAsync(Size);
        (await GetAsync(_path, "0-0")).Dispose();
        Proxy.ForgetRequests();
    }

    [TearDown]
    public void Behave() => Proxy.Behave();

    [Test]
    public async Task A_range_makes_one_request_for_the_object_with_its_ETag()
    {
        using var answer = await GetAsync(_path, "100-199");

        var request = Proxy.Requests.Single();
        Assert.That(request.IsObjectRead, Is.True);
        Assert.That(request.Range, Is.EqualTo("bytes=100-199"));
        Assert.That(request.IfMatch, Is.EqualTo(answer.Headers.ETag?.Tag));
    }

    [Test]
    public async Task Headers_and_conditions_make_no_request()
    {
        using var head = await Admin.SendAsync(HttpMethod.Head, _path);
        using var known = await Admin.SendAsync(
            HttpMethod.Get,
            _path,
            null,
            ("If-None-Match", head.Headers.ETag!.Tag)
        );
        using var beyond = await GetAsync(_path, $"{Size}-");

        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(known.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(beyond.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(Proxy.Requests, Is.Empty);
    }

    private static IEnumerable<TestCaseData<ProxyFault, HttpStatusCode>> BeforeTheFirstByte()
    {
        yield return Status(HttpStatusCode.Forbidden, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.InternalServerError, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
        yield return Status(HttpStatusCode.NotFound, HttpStatusCode.NotFound);
        yield return Status(HttpStatusCode.PreconditionFailed, HttpStatusCode.ServiceUnavailable);
        yield return Status(
            HttpStatusCode.RequestedRangeNotSatisfiable,
            HttpStatusCode.ServiceUnavailable
        );
        yield return new(
            new ProxyFault.Answer(
                HttpStatusCode.Redirect,
                "",
                ("Location", "http://127.0.0.1:1/elsewhere")
            ),
            HttpStatusCode.ServiceUnavailable
        );
        yield return new(new ProxyFault.GarbageStatusLine(), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.EndlessBody(), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.WrongLength(10), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.WrongLength(-10), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.CutAfter(0), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.ResetAfter(0), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.Silence(), HttpStatusCode.ServiceUnavailable);
        yield return new(new ProxyFault.Stall(0), HttpStatusCode.ServiceUnavailable);

        static TestCaseData<ProxyFault, HttpStatusCode> Status(
            HttpStatusCode answered,
            HttpStatusCode expected
        ) => new(new ProxyFault.Answer(answered), expected);
    }

    [TestCaseSource(nameof(BeforeTheFirstByte))]
    public async Task A_failure_before_the_first_byte_is_answered_within_5_seconds(
        ProxyFault fault,
        HttpStatusCode expected
    )
    {
        Proxy.InjectFault(fault, request => request.IsObjectRead);

        var started = TimeProvider.System.GetTimestamp();
        using var answer = await GetAsync(_path, "100-199");

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(AnswerTimes.Bound));
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        await Eventually.HoldsAsync(() => Proxy.OpenConnections == 0, "nothing is left open");
    }

    [TestCase("0-", HttpStatusCode.PartialContent)]
    [TestCase("0-99", HttpStatusCode.PartialContent)]
    [TestCase("100-199", HttpStatusCode.PartialContent)]
    [TestCase("700000-", HttpStatusCode.PartialContent)]
    [TestCase("-10", HttpStatusCode.PartialContent)]
    public async Task A_store_that_ignores_the_range_still_serves_the_range(
        string range,
        HttpStatusCode expected
    )
    {
        Proxy.InjectFault(new ProxyFault.IgnoreRange(), request => request.IsObjectRead);
        using var answer = await GetAsync(_path, range);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        var sent = answer.Content.Headers.ContentRange!;
        Assert.That(
            await answer.Content.ReadAsByteArrayAsync(),
            Is.EqualTo(_media[(int)sent.From!.Value..(int)(sent.To!.Value + 1)])
        );
    }

    [Test]
    public async Task A_store_that_ignores_the_range_serves_the_whole_recording()
    {
        Proxy.InjectFault(new ProxyFault.IgnoreRange(), request => request.IsObjectRead);
        using var answer = await GetAsync(_path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(_media));
    }

    [Test]
    public async Task The_bytes_skipped_for_a_range_are_limited()
    {
        var (path, media) = await Meet.AddRecordingAsync(2 * Size);
        Proxy.InjectFault(new ProxyFault.IgnoreRange(), request => request.IsObjectRead);

        using var far = await GetAsync(path, $"{(2 * Size) - 10}-");
        using var near = await GetAsync(path, "10-19");

        Assert.That(far.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await near.Content.ReadAsByteArrayAsync(), Is.EqualTo(media[10..20]));
    }

    [Test]
    public async Task A_store_with_weak_tags_serves_ranges_with_a_strong_tag()
    {
        Proxy.InjectFault(new ProxyFault.WeakTags());
        var (path, media) = await Meet.AddRecordingAsync(Size);

        using var first = await GetAsync(path, "0-9");
        using var second = await GetAsync(path, "10-19");
        using var whole = await GetAsync(path);
        var replaced = await Meet.ReplaceMediaAsync(path, Size - 1);
        using var after = await GetAsync(path, "10-19");

        Assert.That(first.Headers.ETag?.IsWeak, Is.False);
        Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(media[10..20]));
        Assert.That(await whole.Content.ReadAsByteArrayAsync(), Is.EqualTo(media));
        Assert.That(after.Headers.ETag, Is.Not.EqualTo(first.Headers.ETag));
        Assert.That(await after.Content.ReadAsByteArrayAsync(), Is.EqualTo(replaced[10..20]));
    }

    private static IEnumerable<ProxyFault> OnTheWay()
    {
        yield return new ProxyFault.CutAfter(Size / 2);
        yield return new ProxyFault.ResetAfter(Size / 2);
        yield return new ProxyFault.Stall(Size / 2);
    }

    [TestCaseSource(nameof(OnTheWay))]
    public async Task A_failure_after_the_first_byte_closes_the_connection(ProxyFault fault)
    {
        Proxy.InjectFault(fault, request => request.IsObjectRead);

        Assert.That(
            async () =>
            {
                using var answer = await GetAsync(_path);
            },
            Throws.InstanceOf<HttpRequestException>()
        );
        await Eventually.HoldsAsync(() => Proxy.OpenConnections == 0, "nothing is left open");
    }

    [Test]
    public async Task A_bucket_that_refuses_connections_gives_503_and_then_works_again()
    {
        await Proxy.RefuseConnectionsAsync();
        using var refused = await GetAsync(_path, "0-9");
        Proxy.AcceptConnections();
        using var answer = await GetAsync(_path, "0-9");

        await refused.ShouldBeErrorAsync(
            HttpStatusCode.ServiceUnavailable,
            "Storage is not available",
            "Storage Error"
        );
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(_media[..10]));
    }

    [Test]
    public async Task A_slow_bucket_serves_the_whole_recording()
    {
        Proxy.InjectFault(new ProxyFault.Slow(2 * Size), request => request.IsObjectRead);
        using var answer = await GetAsync(_path);
        Assert.That(await answer.Content.ReadAsByteArrayAsync(), Is.EqualTo(_media));
    }

    [Test]
    public async Task A_recording_whose_media_cannot_be_removed_is_gone_and_can_be_deleted_again()
    {
        var id = _path.Split('/')[^2];
        Proxy.InjectFault(
            new ProxyFault.Answer(HttpStatusCode.InternalServerError),
            request => request.Method == "DELETE"
        );
        using var refused = await Admin.DeleteAsync($"/meet/api/v1/recordings/{id}");
        Proxy.Behave();
        using var played = await GetAsync(_path, "0-9");
        using var listed = await Admin.GetAsync("/meet/api/v1/recordings");
        using var found = await Admin.GetAsync($"/meet/api/v1/recordings/{id}");
        using var deleted = await Admin.DeleteAsync($"/meet/api/v1/recordings/{id}");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(played.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await listed.Content.ReadAsStringAsync(), Does.Not.Contain(id));
        Assert.That(found.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }
}
