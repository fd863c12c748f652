using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// What an answer's headers tell of an object. The tag that we give to our clients is strong. A store's weak tag is no condition for
/// reading (RFC 9110 §13.1.1 compares strongly), so of such an object ours is made of the store's tag, the size and the time.
/// </summary>
internal static class S3Facts
{
    private const string Made = "made-";
    private const string Weak = "W/";

    /// <returns>The facts, or <see langword="null"/> if the headers do not tell them.</returns>
    public static MediaFacts? In(HttpResponseMessage answer) =>
        answer.Content.Headers is { ContentLength: { } size, LastModified: { } modified }
            ? new MediaFacts(size, TagOf(answer, size) ?? TagFrom("", size, modified), modified)
            : null;

    /// <param name="size">Of the whole object.</param>
    /// <returns>Our tag for the object, or <see langword="null"/> if the store has none for it.</returns>
    public static EntityTag? TagOf(HttpResponseMessage answer, long size)
    {
        if (!answer.Headers.NonValidated.TryGetValues("ETag", out var values))
            return null;

        var text = values.ToString().Trim();
        var isWeak = text.StartsWith(Weak, StringComparison.OrdinalIgnoreCase);
        var opaque = (isWeak ? text[Weak.Length..] : text).Trim('"');
        return !isWeak && IsStrong(opaque)
            ? new EntityTag(opaque)
            : TagFrom(
                opaque,
                size,
                answer.Content.Headers.LastModified ?? DateTimeOffset.UnixEpoch
            );
    }

    /// <summary>Whether the store itself knows the tag as a strong one, so that it can be read on the condition of it.</summary>
    public static bool IsOfTheStore(EntityTag tag) =>
        !tag.Opaque.StartsWith(Made, StringComparison.Ordinal);

    /// <summary>Whether a header can hold it (RFC 9110 §8.8.3). Earlier versions kept others.</summary>
    public static bool IsStrong(string opaque) =>
        opaque.Length > 0 && opaque.All(letter => letter is > ' ' and < '\x7f' and not '"');

    private static EntityTag TagFrom(string opaque, long size, DateTimeOffset modified)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(opaque)).AsSpan(0, 8);
        return new EntityTag(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Made}{Convert.ToHexStringLower(hash)}-{modified.ToUnixTimeSeconds():x}-{size:x}"
            )
        );
    }
}
