using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Infrastructure.ObjectStorage.S3;

namespace OpenViduMeet.Infrastructure.IntegrationTests.S3;

public sealed class S3BodyTests
{
    private static readonly TimeSpan FirstByteTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _buffer = new byte[10];
    private FakeTimeProvider _clock = null!;
    private CancellationTokenSource _reader = null!;
    private Pipe _store = null!;
    private S3Body _body = null!;

    [SetUp]
    public void Open()
    {
        _clock = new FakeTimeProvider();
        _reader = new CancellationTokenSource();
        _store = new Pipe();
        _body = new S3Body(_store.Reader.AsStream(), FirstByteTimeout, _clock, _reader.Token);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _body.DisposeAsync();
        _reader.Dispose();
    }

    [Test]
    public async Task A_viewer_may_pause_for_as_long_as_they_want()
    {
        for (var part = 0; part < 3; part++)
        {
            await SendAsync();
            Assert.That(await ReadAsync(), Is.EqualTo(1));
            _clock.Advance(10 * S3Body.IdleTimeout);
        }
    }

    [Test]
    public async Task A_store_must_send_the_first_bytes_sooner_than_the_others()
    {
        var first = ReadAsync();
        _clock.Advance(FirstByteTimeout - Moment);
        await SendAsync();
        Assert.That(await first, Is.EqualTo(1));

        var second = ReadAsync();
        _clock.Advance(S3Body.IdleTimeout - Moment);
        Assert.That(second.IsCompleted, Is.False);
        _clock.Advance(Moment);
        Assert.That(() => second, Throws.InstanceOf<IOException>());
    }

    [Test]
    public void A_store_that_sends_nothing_at_all_has_failed()
    {
        var first = ReadAsync();
        _clock.Advance(FirstByteTimeout);
        Assert.That(() => first, Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task A_viewer_who_leaves_ends_the_read_and_the_store_has_not_failed()
    {
        var first = ReadAsync();
        await _reader.CancelAsync();
        _clock.Advance(S3Body.Grace);
        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_read_goes_on_for_a_moment_after_the_viewer_has_left()
    {
        var first = ReadAsync();
        await _reader.CancelAsync();
        _clock.Advance(S3Body.Grace - Moment);
        await SendAsync();
        Assert.That(await first, Is.EqualTo(1));
        Assert.That(ReadAsync, Throws.InstanceOf<OperationCanceledException>());
    }

    private Task<int> ReadAsync() => _body.ReadAsync(_buffer, CancellationToken.None).AsTask();

    private async Task SendAsync() => await _store.Writer.WriteAsync(new byte[1]);
}
