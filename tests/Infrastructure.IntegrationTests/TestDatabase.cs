using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests;

public enum TestDatabase
{
    Sqlite,
    Postgres,
}

/// <summary>Databases for tests. Copying a migrated database is much faster than migrating each.</summary>
internal static class TestDatabases
{
    private static readonly Lazy<Task<string>> Migrated = new(MigrateAsync);

    /// <returns>The settings of an installation with a new database.</returns>
    public static async Task<(string Name, string Value)[]> NewAsync(TestDatabase kind)
    {
        if (kind == TestDatabase.Sqlite)
            return [];

        var server = await PostgresServer.SharedAsync();
        return Settings(await server.CreateDatabaseAsync(await Migrated.Value));
    }

    public static async Task DropAsync((string Name, string Value)[] settings)
    {
        if (settings.Length > 0)
            await (await PostgresServer.SharedAsync()).DropDatabaseAsync(settings[0].Value);
    }

    private static (string Name, string Value)[] Settings(string url) =>
        [
            ("MEET_DATABASE_URL", url),
            ("MEET_JWT_KEY", "a-key-for-access-and-refresh-tokens-in-tests"),
        ];

    private static async Task<string> MigrateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var url = await server.CreateDatabaseAsync();
        await using var installation = await Installation.NewAsync(Settings(url));
        return url;
    }
}
