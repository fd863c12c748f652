using System.Buffers.Text;
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

    private static readonly JsonSerializerOptions Format = new()
    {
        Converters = { new ParsableValueConverterFactory() },
        // Not written into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The attempt as base64url.</returns>
    public string Seal(SignInAttempt attempt) =>
        Base64Url.EncodeToString(
            SealedBytes.Seal(
                keys.SignInAttempts,
                JsonSerializer.SerializeToUtf8Bytes(attempt, Format),
                context: []
            )
        );

    /// <returns>The attempt, or <see langword="null"/> if the text was not sealed by this installation.</returns>
    public SignInAttempt? Open(string text) =>
        text.Length <= MaxLength
        && Base64Url.IsValid(text)
        && SealedBytes.Open(keys.SignInAttempts, Base64Url.DecodeFromChars(text), context: [])
            is { } plain
            ? JsonSerializer.Deserialize<SignInAttempt>(plain, Format)
            : null;
}
