using System.Numerics;

namespace OpenViduMeet.WebApi.Media;

/// <summary>
/// The memory for media that waits to be sent, shared by all streams. With few streams the chunks are large, because each chunk is a
/// separate read, which may need a separate thread. With many streams they are small, however slowly the clients read.
/// </summary>
internal sealed class SendingMemory
{
    private const int Total = 4 * 1024 * 1024;
    private const int LargestChunk = 128 * 1024;
    public const int SmallestChunk = 16 * 1024;

    private int _streams;
    private long _sentBytes;

    /// <summary>The current number of streams.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>How many bytes all streams have sent since the start.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    /// <summary>How many bytes may wait for each stream at this moment: a power of two, like the sizes of pooled arrays.</summary>
    public int ChunkSize
    {
        get
        {
            var fair = (uint)(Total / Math.Max(1, _streams));
            var rounded = (int)BitOperations.RoundUpToPowerOf2(fair / 2 + 1);
            return Math.Clamp(rounded, SmallestChunk, LargestChunk);
        }
    }

    /// <summary>Counts a stream until the returned value is disposed.</summary>
    public Share Enter()
    {
        Interlocked.Increment(ref _streams);
        return new Share(this);
    }

    public readonly struct Share(SendingMemory memory) : IDisposable
    {
        public void CountSent(int bytes) => Interlocked.Add(ref memory._sentBytes, bytes);

        public void Dispose() => Interlocked.Decrement(ref memory._streams);
    }
}
