using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Recordings;

/// <summary>Media that records its reads and disposals.</summary>
internal sealed class FakeMedia(long size = 1000) : StoredMedia
{
    public static readonly EntityTag Tag = new("v1");
    public static readonly DateTimeOffset Modified = Given.Now.AddDays(-1);

    public List<ByteRange> Reads { get; } = [];

    public int Disposals { get; private set; }

    public Error? ReadFailure { get; init; }

    public bool ReadThrows { get; init; }

    public override MediaFacts Facts { get; } = new(size, Tag, Modified);

    public override Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct)
    {
        Reads.Add(range);
        if (ReadThrows)
            throw new IOException("The disk is gone.");
        return Task.FromResult<Result<Stream>>(
            ReadFailure is null ? new MemoryStream() : ReadFailure
        );
    }

    public override ValueTask DisposeAsync()
    {
        Disposals++;
        return ValueTask.CompletedTask;
    }
}
