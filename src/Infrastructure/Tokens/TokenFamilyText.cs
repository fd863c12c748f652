using System.Buffers.Text;
using System.Globalization;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>
/// A token family as text: the epoch, a dot, and the id in base64url. It is short, because tokens must fit into a cookie.
/// </summary>
internal static class TokenFamilyText
{
    public const char Separator = '.';

    private const int IdBytes = 16;

    public static string Write(TokenFamily family) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{family.Epoch}{Separator}{Base64Url.EncodeToString(family.Id.ToByteArray())}"
        );

    /// <summary>Reads the two parts. The caller compares what it has read with the whole text, so that only one text is accepted.</summary>
    public static TokenFamily? Read(string epoch, string id)
    {
        Span<byte> bytes = stackalloc byte[IdBytes];
        return
            int.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Base64Url.IsValid(id, out var length)
            && length == IdBytes
            && Base64Url.TryDecodeFromChars(id, bytes, out _)
            ? new TokenFamily(new Guid(bytes), number)
            : null;
    }
}
