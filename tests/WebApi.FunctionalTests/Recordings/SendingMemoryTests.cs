using OpenViduMeet.WebApi.Media;

namespace OpenViduMeet.WebApi.FunctionalTests.Recordings;

public sealed class SendingMemoryTests
{
    private const int KiB = 1024;

    [TestCase(0, 128 * KiB)]
    [TestCase(1, 128 * KiB)]
    [TestCase(32, 128 * KiB)]
    [TestCase(33, 64 * KiB)]
    [TestCase(64, 64 * KiB)]
    [TestCase(65, 32 * KiB)]
    [TestCase(129, 16 * KiB)]
    [TestCase(10_000, 16 * KiB)]
    public void The_chunk_size_shrinks_as_the_number_of_streams_grows(int streams, int chunkSize)
    {
        var memory = new SendingMemory();
        var shares = Enumerable.Range(0, streams).Select(_ => memory.Enter()).ToList();
        Assert.That(memory.ChunkSize, Is.EqualTo(chunkSize));

        shares.ForEach(share => share.Dispose());
        Assert.That(memory.ChunkSize, Is.EqualTo(128 * KiB));
    }
}
