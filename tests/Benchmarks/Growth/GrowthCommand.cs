using System.Diagnostics;
using System.Globalization;
using OpenViduMeet.Benchmarks.Load;
using OpenViduMeet.Benchmarks.Micro;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Benchmarks.Growth;

/// <summary>
/// Measures how the time of lists and of housekeeping grows with what is stored. Prints a table for SQLite, and one for PostgreSQL if
/// <c>POSTGRES_TEST_URL</c> names a server.
/// </summary>
internal static class GrowthCommand
{
    private const int Calls = 21;
    private const int WarmUp = 5;

    /// <summary>Calls of each row before the first is measured, after which the methods are optimized.</summary>
    private const int FirstWarmUp = 150;

    private const int FewestCalls = 3;
    private const int Smallest = 1000;
    private const int Step = 10;

    /// <summary>What takes long is called fewer times.</summary>
    private static readonly TimeSpan LongestRow = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var largest = (int)arguments.Number("largest");
        await WriteTableAsync("SQLite", databaseUrl: null, largest);
        if (Environment.GetEnvironmentVariable("POSTGRES_TEST_URL") is { Length: > 0 })
        {
            var server = await PostgresServer.SharedAsync();
            var url = await server.CreateDatabaseAsync();
            await WriteTableAsync("PostgreSQL", url, largest);
            await server.DropDatabaseAsync(url);
        }

        return 0;
    }

    private static async Task WriteTableAsync(string name, string? databaseUrl, int largest)
    {
        await using var installation = await MicroInstallation.NewAsync(databaseUrl: databaseUrl);
        await using var database = await StoredRows.OpenAsync(installation, databaseUrl);
        var rows = GrowthRow.All(installation.Services);
        var times = rows.ToDictionary(row => row, _ => new List<double>());
        var bare = new Dictionary<GrowthRow, double>();
        var sizes = new List<int>();
        for (var size = Smallest; size <= largest; size *= Step)
        {
            sizes.Add(size);
            await database.FillAsync(size);
            var place = new GrowthPlace(size, await database.FindMiddleAsync());
            if (size == Smallest)
                await WarmUpAsync(rows, place);
            foreach (var row in rows)
            {
                times[row].Add(await MedianAsync(() => row.RunAsync(place)));
                bare[row] = await MedianAsync(() => database.CountRowsAsync(row.Bare(place)));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"### {name}");
        Console.WriteLine();
        Console.WriteLine(
            $"| | {string.Join(" | ", sizes.Select(Text))} | growth | bare SQL | ratio |"
        );
        Console.WriteLine($"|---|{string.Concat(sizes.Select(_ => "---|"))}---|---|---|");
        foreach (var row in rows)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {string.Join(" | ", times[row].Select(Milliseconds))} | {times[row][^1] / times[row][0]:0.0} | {Milliseconds(bare[row])} | {times[row][^1] / bare[row]:0.0} |"
                )
            );
    }

    private static async Task WarmUpAsync(IReadOnlyList<GrowthRow> rows, GrowthPlace place)
    {
        foreach (var row in rows)
        {
            for (var call = 0; call < FirstWarmUp; call++)
                await row.RunAsync(place);
        }
    }

    /// <returns>Milliseconds.</returns>
    private static async Task<double> MedianAsync(Func<Task<int>> call)
    {
        var times = new List<double>();
        int? found = null;
        var rowBegan = Stopwatch.GetTimestamp();
        for (var number = -WarmUp; number < Calls; number++)
        {
            var isLong = Stopwatch.GetElapsedTime(rowBegan) > LongestRow;
            if (isLong && times.Count >= FewestCalls)
                break;
            var began = Stopwatch.GetTimestamp();
            var count = await call();
            if (number >= 0 || isLong)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (count != (found ??= count))
                throw new InvalidOperationException("The number of rows has changed.");
        }

        times.Sort();
        return times[times.Count / 2];
    }

    private static string Text(int size) => size.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(double time) =>
        time.ToString("0.00", CultureInfo.InvariantCulture) + " ms";
}
