namespace OpenViduMeet.Benchmarks.Load;

/// <summary>Many clients that read slowly. Prints <c>reading</c> when each client has its first byte.</summary>
internal static class SlowReaders
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var url = new Uri(arguments.Text("url"));
        var downloads = new List<Download>();
        try
        {
            for (var client = 0; client < arguments.Number("clients"); client++)
                downloads.Add(await Download.OpenAsync(url, 0, CancellationToken.None));
            Console.WriteLine("reading");

            var time = TimeSpan.FromSeconds(arguments.Number("seconds"));
            using var bound = new CancellationTokenSource(time);
            var rate = arguments.Number("rate");
            await Task.WhenAll(downloads.Select(download => download.ReadAsync(rate, bound.Token)));
            return 0;
        }
        finally
        {
            downloads.ForEach(download => download.Dispose());
        }
    }
}
