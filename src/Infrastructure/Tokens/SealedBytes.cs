using System.Security.Cryptography;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// Encrypts bytes with AES-GCM, so that whoever keeps them can neither read nor change them: a random nonce, the encrypted bytes, and the
/// tag.
/// </summary>
internal static class SealedBytes
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    /// <param name="context">Must be the same when the bytes are opened.</param>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var sealedBytes = new byte[NonceLength + plain.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(
            nonce,
            plain,
            sealedBytes.AsSpan(NonceLength, plain.Length),
            sealedBytes.AsSpan(NonceLength + plain.Length),
            context
        );
        return sealedBytes;
    }

    /// <returns>The bytes, or <see langword="null"/> if they were not sealed with this key and context, or were changed.</returns>
    public static byte[]? Open(
        byte[] key,
        ReadOnlySpan<byte> sealedBytes,
        ReadOnlySpan<byte> context
    )
    {
        var length = sealedBytes.Length - NonceLength - TagLength;
        if (length < 0)
            return null;

        var plain = new byte[length];
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(
                sealedBytes[..NonceLength],
                sealedBytes.Slice(NonceLength, length),
                sealedBytes[(NonceLength + length)..],
                plain,
                context
            );
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
