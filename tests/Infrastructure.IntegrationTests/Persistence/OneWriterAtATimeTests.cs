using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>An interceptor behind the gate holds statements and counts how many have passed it.</summary>
public sealed class OneWriterAtATimeTests
{
    private const string Write = "UPDATE \"Notes\" SET \"Text\" = 'new'";
    private const string WriteAndReturn = Write + " RETURNING \"Text\"";

    private readonly CancellationToken _ct = TestContext.CurrentContext.CancellationToken;
    private TemporaryDirectory _data = null!;
    private OneWriterAtATime _gate = null!;
    private HoldingUp _past = null!;

    [SetUp]
    public async Task CreateDatabase()
    {
        _data = new TemporaryDirectory();
        _gate = new OneWriterAtATime(onWritten: _ => { });
        _past = new HoldingUp();
        await using var database = Open();
        await database.Database.OpenConnectionAsync(_ct);
        await using var create = database.Database.GetDbConnection().CreateCommand();
        create.CommandText = "CREATE TABLE \"Notes\" (\"Text\" TEXT)";
        await create.ExecuteNonQueryAsync(_ct);
    }

    [TearDown]
    public void DeleteDatabase()
    {
        _gate.Dispose();
        _past.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _data.Dispose();
    }

    [TestCase(Write)]
    [TestCase(WriteAndReturn)]
    public async Task A_second_writer_waits_for_the_first(string statement)
    {
        var first = RunAsync(statement, _ct);
        await _past.ReachedAsync(1);
        var second = RunAsync(statement, _ct);
        Assert.That(_past.Count, Is.EqualTo(1));

        _past.Let(2);
        await Task.WhenAll(first, second);
        Assert.That(_past.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_cancelled_wait_does_not_let_the_next_writer_in()
    {
        var first = RunAsync(Write, _ct);
        await _past.ReachedAsync(1);
        using var leaving = new CancellationTokenSource();
        var second = RunAsync(Write, leaving.Token);
        await leaving.CancelAsync();
        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());

        var third = RunAsync(Write, _ct);
        Assert.That(_past.Count, Is.EqualTo(1));

        _past.Let(2);
        await Task.WhenAll(first, third);
    }

    [Test]
    public async Task A_writer_waits_no_longer_than_a_statement_may_take()
    {
        var first = RunAsync(Write, _ct);
        await _past.ReachedAsync(1);
        var waited = Stopwatch.StartNew();

        var others = Enumerable.Range(0, 8).Select(_ => RunAsync(Write, _ct, seconds: 1)).ToList();

        foreach (var other in others)
            Assert.That(() => other, Throws.InstanceOf<SqliteException>());
        Assert.That(
            waited.Elapsed,
            Is.LessThan(TimeSpan.FromSeconds(7)),
            "not one after the other"
        );
        Assert.That(_past.Count, Is.EqualTo(1));
        _past.Let(1);
        await first;
    }

    [TestCase("UPDATE \"Missing\" SET \"Text\" = ''")]
    [TestCase("UPDATE \"Missing\" SET \"Text\" = '' RETURNING \"Text\"")]
    public async Task A_failed_writer_lets_the_next_one_in(string failing)
    {
        _past.Let(2);
        Assert.That(() => RunAsync(failing, _ct), Throws.InstanceOf<DbException>());
        await RunAsync(Write, _ct);
        Assert.That(_past.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task A_reader_does_not_wait_for_a_writer()
    {
        var writer = RunAsync(Write, _ct);
        await _past.ReachedAsync(1);
        var reader = RunAsync("SELECT \"Text\" FROM \"Notes\"", _ct);
        await _past.ReachedAsync(2);

        _past.Let(2);
        await Task.WhenAll(writer, reader);
    }

    private async Task RunAsync(string statement, CancellationToken ct, int seconds = 30)
    {
        await using var database = Open();
        database.Database.SetCommandTimeout(seconds);
        if (statement.Contains("SELECT") || statement.Contains("RETURNING"))
            await database.Database.SqlQueryRaw<string>(statement).ToListAsync(ct);
        else
            await database.Database.ExecuteSqlRawAsync(statement, ct);
    }

    private DbContext Open() =>
        new(
            new DbContextOptionsBuilder()
                .UseSqlite($"Data Source={Path.Combine(_data.Path, "notes.db")}")
                .AddInterceptors(_gate, _past)
                .Options
        );

    /// <summary>Counts the statements that pass the gate, and releases them one by one.</summary>
    private sealed class HoldingUp : DbCommandInterceptor, IDisposable
    {
        private readonly SemaphoreSlim _let = new(0);
        private int _count;

        public int Count => _count;

        public void Let(int statements) => _let.Release(statements);

        public Task ReachedAsync(int count) =>
            Eventually.HoldsAsync(() => Count >= count, $"{count} statements are past the gate");

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            await PassAsync(cancellationToken);
            return result;
        }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            await PassAsync(cancellationToken);
            return result;
        }

        public void Dispose() => _let.Dispose();

        private async Task PassAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref _count);
            await _let.WaitAsync(ct);
        }
    }
}
