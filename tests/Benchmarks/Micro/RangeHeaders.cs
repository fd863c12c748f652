using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Net.Http.Headers;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Benchmarks.Micro;

/// <summary>Parsing and resolving a Range header, compared with ASP.NET Core's own parser.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByParams)]
public class RangeHeaders
{
    private const long Size = 4L * 1024 * 1024 * 1024;

    [Params("bytes=1000-2023", "bytes=1048576-", "bytes=-500", "bytes=0-1,5-7")]
    public string Header { get; set; } = "";

    [Benchmark(Baseline = true)]
    public long Framework()
    {
        if (!RangeHeaderValue.TryParse(Header, out var parsed) || parsed.Ranges.Count != 1)
            return Size;
        var range = parsed.Ranges.First();
        var first = range.From ?? Size - Math.Min(range.To!.Value, Size);
        var last = range.From is null ? Size - 1 : Math.Min(range.To ?? long.MaxValue, Size - 1);
        return last - first + 1;
    }

    [Benchmark]
    public long Meet()
    {
        RangeHeader.Parse(Header).Value.TryResolve(Size, out var range);
        return range?.Length ?? Size;
    }
}
