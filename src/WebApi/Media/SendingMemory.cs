using System.Numerics;

namespace OpenViduMeet.WebApi.Media;

/// <summary>
/// The memory in which media waits to be sent, shared by all who watch at this moment: few have large chunks, each of which is a read
/// of its own on a thread of its own; many have small ones, however slowly they take them.
/// </summary>
internal sealed class SendingMemory
{
    private const int Total = 4 * 1024 * 1024;
    private const int LargestChunk = 128 * 1024;
    private const int SmallestChunk = 16 * 1024;

    private int _streams;

    /// <summary>How many are watching at this moment.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>How many bytes may wait for each at this moment: a power of two, as pooled arrays are.</summary>
    public int ChunkSize
    {
        get
        {
            var fair = (uint)(Total / Math.Max(1, _streams));
            var rounded = (int)BitOperations.RoundUpToPowerOf2(fair / 2 + 1);
            return Math.Clamp(rounded, SmallestChunk, LargestChunk);
        }
    }

    /// <summary>Counts a stream until it is disposed of.</summary>
    public Share Enter()
    {
        Interlocked.Increment(ref _streams);
        return new Share(this);
    }

    public readonly struct Share(SendingMemory memory) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref memory._streams);
    }
}
