using System.Collections.Concurrent;

namespace OpenViduMeet.TestSupport;

/// <summary>
/// The database of the servers under test: SQLite, or PostgreSQL if <c>MEET_TEST_DATABASE</c> is <c>postgres</c>. Servers with the same
/// data directory share one.
/// </summary>
public static class DatabaseOfTests
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Urls = new(
        StringComparer.Ordinal
    );

    public static bool IsPostgres =>
        Environment.GetEnvironmentVariable("MEET_TEST_DATABASE") == "postgres";

    /// <returns>A value for <c>MEET_DATABASE_URL</c>, or <see langword="null"/> for SQLite.</returns>
    public static string? UrlFor(string dataDirectory) =>
        IsPostgres ? Urls.GetOrAdd(dataDirectory, _ => new Lazy<string>(Create)).Value : null;

    private static string Create() => Task.Run(CreateAsync).GetAwaiter().GetResult();

    private static async Task<string> CreateAsync() =>
        await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
}
