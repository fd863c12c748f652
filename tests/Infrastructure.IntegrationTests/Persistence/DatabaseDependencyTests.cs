using Microsoft.Data.Sqlite;
using OpenViduMeet.Domain.Dependencies;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseDependencyTests
{
    [Test]
    public async Task A_database_that_can_be_read_answers()
    {
        await using var installation = await Installation.NewAsync();
        Assert.That(await Database(installation).AnswersAsync(CancellationToken.None), Is.True);
    }

    [Test]
    public async Task One_whose_file_is_gone_does_not()
    {
        await using var installation = await Installation.NewAsync();
        SqliteConnection.ClearAllPools();
        File.Delete(installation.Get<StorageOptions>().DatabaseFile);

        Assert.That(
            () => Database(installation).AnswersAsync(CancellationToken.None),
            Throws.Exception
        );
    }

    private static DatabaseDependency Database(Installation installation) =>
        installation.Get<IEnumerable<IDependency>>().OfType<DatabaseDependency>().Single();
}
