using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Json;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>
/// Seals sign-in attempts for the browser that keeps them, with AES-GCM under a key that all nodes derive from Meet's own. So nothing is
/// stored, any node can finish a sign-in, and a browser can neither read nor change an attempt.
/// </summary>
public sealed class SealedAttempts(SigningKeys keys)
{
    private const int MaxLength = 4096;

    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private static readonly JsonSerializerOptions Format = new()
    {
        Converters = { new ParsableValueConverterFactory() },
        // Not written into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The attempt as base64url: a random nonce, the tag, and the encrypted JSON.</returns>
    public string Seal(SignInAttempt attempt)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(attempt, Format);
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var (nonce, tag, text) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(keys.SignInAttempts, TagLength);
        cipher.Encrypt(nonce.Span, plain, text.Span, tag.Span);
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <returns>The attempt, or <see langword="null"/> if the text was not sealed by this installation.</returns>
    public SignInAttempt? Open(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        var sealedBytes = Base64Url.DecodeFromChars(text);
        if (sealedBytes.Length < NonceLength + TagLength)
            return null;

        var (nonce, tag, encrypted) = Parts(sealedBytes);
        var plain = new byte[encrypted.Length];
        using var cipher = new AesGcm(keys.SignInAttempts, TagLength);
        try
        {
            cipher.Decrypt(nonce.Span, encrypted.Span, tag.Span, plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return JsonSerializer.Deserialize<SignInAttempt>(plain, Format);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(byte[] bytes) =>
        (
            bytes.AsMemory(0, NonceLength),
            bytes.AsMemory(NonceLength, TagLength),
            bytes.AsMemory(NonceLength + TagLength)
        );
}
