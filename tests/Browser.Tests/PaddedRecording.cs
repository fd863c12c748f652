using System.Buffers.Binary;
using System.Text;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Browser.Tests;

/// <summary>The demo recording, padded between its parts to the size of a long meeting's recording.</summary>
internal static class PaddedRecording
{
    private const int HeaderSize = 8;
    private const int PaddingOfEach = 100_000;

    private static readonly string[] Containers = ["moov", "trak", "mdia", "minf", "stbl"];

    /// <summary>The offsets in the index (stco) are adjusted to the new positions (ISO/IEC 14496-12 §8.7.5).</summary>
    public static byte[] Make()
    {
        var plain = File.ReadAllBytes(Checkout.File("src", "WebApi", "Demo", "demo-recording.mp4"));
        var places = new List<int>();
        var media = Walk(plain, 0, plain.Length, places);
        var offsets = places.Select(place => Read(plain, place)).Order().ToList();

        using var padded = new MemoryStream();
        padded.Write(plain.AsSpan(0, media + HeaderSize));
        var moved = new Dictionary<int, int>();
        for (var part = 0; part < offsets.Count; part++)
        {
            padded.Write(new byte[PaddingOfEach]);
            moved[offsets[part]] = (int)padded.Position;
            var end = part + 1 < offsets.Count ? offsets[part + 1] : plain.Length;
            padded.Write(plain.AsSpan(offsets[part], end - offsets[part]));
        }

        var bytes = padded.ToArray();
        foreach (var place in places)
            Write(bytes, place, moved[Read(plain, place)]);
        Write(bytes, media, bytes.Length - media);
        return bytes;
    }

    /// <returns>The position of the media box (mdat). Adds the positions of all offsets to <paramref name="places"/>.</returns>
    private static int Walk(byte[] bytes, int from, int to, List<int> places)
    {
        var media = 0;
        while (from < to)
        {
            var size = Read(bytes, from);
            var type = Encoding.ASCII.GetString(bytes, from + 4, 4);
            if (Containers.Contains(type, StringComparer.Ordinal))
                media = Math.Max(media, Walk(bytes, from + HeaderSize, from + size, places));
            else if (string.Equals(type, "stco", StringComparison.Ordinal))
                places.AddRange(
                    Enumerable.Range(0, Read(bytes, from + 12)).Select(n => from + 16 + (n * 4))
                );
            else if (string.Equals(type, "mdat", StringComparison.Ordinal))
                media = from;
            from += size;
        }

        return media;
    }

    private static int Read(byte[] bytes, int at) =>
        (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static void Write(byte[] bytes, int at, int value) =>
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), (uint)value);
}
