using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseLockTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private TemporaryDirectory _directory = null!;
    private FakeTimeProvider _clock = null!;
    private Lines _lines = null!;

    private string Database => Path.Combine(_directory.Path, "meet.db");

    [SetUp]
    public void SetUp()
    {
        _directory = new TemporaryDirectory();
        _clock = new FakeTimeProvider();
        _lines = new Lines();
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task A_free_lock_is_taken_at_once_without_a_log_line()
    {
        using (await TakeAsync()) { }
        using var again = await TakeAsync();
        Assert.That(_lines, Is.Empty);
    }

    [Test]
    public async Task A_wait_is_logged_at_once_and_every_few_seconds_and_ends_when_the_lock_is_released()
    {
        var other = await TakeAsync();
        var waiting = TakeAsync();
        Assert.That(_lines, Has.Count.EqualTo(1));

        Pass((2 * DatabaseLock.LogInterval) + DatabaseLock.Pause);
        Assert.That(_lines, Has.Count.EqualTo(3));

        other.Dispose();
        Pass(DatabaseLock.Pause);
        using var taken = await waiting.WaitAsync(Bound);
    }

    [Test]
    public async Task A_wait_longer_than_the_limit_fails()
    {
        using var other = await TakeAsync();
        var waiting = TakeAsync();

        Pass(DatabaseLock.LongestWait + DatabaseLock.Pause);

        Assert.That(
            () => waiting.WaitAsync(Bound),
            Throws.InstanceOf<StartException>().With.Message.Contains(Database)
        );
    }

    [Test]
    public async Task A_wait_can_be_cancelled()
    {
        using var other = await TakeAsync();
        using var stopping = new CancellationTokenSource();
        var waiting = TakeAsync(stopping.Token);

        await stopping.CancelAsync();

        Assert.That(
            () => waiting.WaitAsync(Bound),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public async Task The_lock_file_records_that_the_database_was_complete()
    {
        Assert.That(DatabaseLock.WasComplete(Database), Is.False);
        using (var first = await TakeAsync())
            first.MarkComplete();
        Assert.That(DatabaseLock.WasComplete(Database));
        using (var second = await TakeAsync())
            Assert.That(second.ClearComplete());
        Assert.That(DatabaseLock.WasComplete(Database), Is.False);
    }

    private Task<DatabaseLock> TakeAsync(CancellationToken ct = default) =>
        DatabaseLock.TakeAsync(Database, _clock, _lines, ct);

    /// <summary>Advances the clock by one pause at a time: each waiting step ends and begins the next.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += DatabaseLock.Pause)
            _clock.Advance(DatabaseLock.Pause);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Add(formatter(state, exception));
    }
}
