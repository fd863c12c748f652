using BenchmarkDotNet.Running;
using OpenViduMeet.Benchmarks.Growth;
using OpenViduMeet.Benchmarks.Load;

return args switch
{
    ["micro", .. var rest] => RunMicro(rest),
    ["bare", .. var rest] => await BareServer.RunAsync(new Arguments(rest)),
    ["livekit"] => await LiveKitServer.RunAsync(),
    ["slow-readers", .. var rest] => await SlowReaders.RunAsync(new Arguments(rest)),
    ["seek", .. var rest] => await Seeks.RunAsync(new Arguments(rest)),
    ["growth", .. var rest] => await GrowthCommand.RunAsync(new Arguments(rest)),
    _ => Usage(),
};

static int RunMicro(string[] arguments)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(Arguments).Assembly).Run(arguments);
    var allRan = summaries.All(summary =>
        !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)
    );
    return allRan ? 0 : 1;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        micro [BenchmarkDotNet's options]
            Runs the micro-benchmarks.
        bare --port N --answer FILE
            Serves a minimal API that reads a token request and answers with the token in FILE.
        livekit
            Serves a double of LiveKit on a free port, and prints its URL.
        slow-readers --url URL --clients N --rate BYTES --seconds N
            Reads a file with N clients, each at BYTES a second.
        seek --url URL --size BYTES --streams N --rate BYTES --seeks N
            Measures the time to the first byte of a seek in a file while N other streams read it.
        growth --largest N
            Measures lists and housekeeping with 1,000 rows in each table, and ten times as many, up to N. With POSTGRES_TEST_URL, on
            PostgreSQL too.

        LOAD_COOKIE in the environment is sent as the Cookie header.
        """
    );
    return 2;
}
