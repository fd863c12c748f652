using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The HMAC-SHA256 of a list of texts.</summary>
internal static class ProofMac
{
    /// <summary>Each text is preceded by its length, so that different lists of texts never have the same bytes.</summary>
    public static byte[] Of(byte[] key, params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
