using System.Data.Common;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>A database of which a test says how it answers.</summary>
internal sealed class FakeDatabase : IMeetDatabase
{
    public Func<MeetDbContext> WhenOpened { get; init; } = () => throw new NotSupportedException();

    public Func<DatabaseInspection> WhenInspected { get; init; } =
        () => throw new NotSupportedException();

    public MeetDbContext Open() => WhenOpened();

    public MeetDbContext OpenWithoutSync() => WhenOpened();

    public Task<DatabaseInspection> InspectAsync(CancellationToken ct) =>
        Task.FromResult(WhenInspected());

    public Task MigrateAsync(CancellationToken ct) => Task.CompletedTask;

    public Task<SchemaState> ReadSchemaAsync(CancellationToken ct) =>
        throw new NotSupportedException();

    public ValueTask<IDisposable?> WaitToWriteAsync(DbCommand command) => default;

    public Task CloseAsync() => Task.CompletedTask;
}
