using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Minio.DataModel;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>
/// Reads the facts about an object from the headers of a response. The tag that clients of this server get is always strong. A weak tag
/// of the store cannot be a condition for reading (RFC 9110 §13.1.1 requires the strong comparison). In its place, a tag is made from the
/// store's tag, the size and the time.
/// </summary>
internal static class S3Facts
{
    private const string Made = "made-";
    private const string Weak = "W/";

    /// <returns>The facts, or <see langword="null"/> if the headers do not hold them.</returns>
    public static MediaFacts? In(HttpResponseMessage answer) =>
        answer.Content.Headers is { ContentLength: { } size, LastModified: { } modified }
            ? new MediaFacts(size, TagOf(answer, size) ?? TagFrom("", size, modified), modified)
            : null;

    /// <returns>The facts about a listed object, or <see langword="null"/> if the listing does not hold them.</returns>
    public static MediaFacts? Of(Item item)
    {
        if (item is not { ETag.Length: > 0, LastModifiedDateTime: { } time })
            return null;
        var size = (long)item.Size;
        var modified = new DateTimeOffset(time.ToUniversalTime());
        return new MediaFacts(size, TagOf(item.ETag, size, modified), modified);
    }

    /// <param name="size">The size of the whole object, in bytes.</param>
    /// <returns>The tag for clients, or <see langword="null"/> if the store sent none.</returns>
    public static EntityTag? TagOf(HttpResponseMessage answer, long size)
    {
        if (!answer.Headers.NonValidated.TryGetValues("ETag", out var values))
            return null;

        return TagOf(
            values.ToString(),
            size,
            answer.Content.Headers.LastModified ?? DateTimeOffset.UnixEpoch
        );
    }

    private static EntityTag TagOf(string written, long size, DateTimeOffset modified)
    {
        var text = written.Trim();
        var isWeak = text.StartsWith(Weak, StringComparison.OrdinalIgnoreCase);
        var opaque = (isWeak ? text[Weak.Length..] : text).Trim('"');
        return !isWeak && IsStrong(opaque)
            ? new EntityTag(opaque)
            : TagFrom(opaque, size, modified);
    }

    /// <summary>Whether the tag is the store's own strong tag, so that it can be sent in <c>If-Match</c>.</summary>
    public static bool IsOfTheStore(EntityTag tag) =>
        !tag.Opaque.StartsWith(Made, StringComparison.Ordinal);

    /// <summary>Whether a header can hold the tag (RFC 9110 §8.8.3). Earlier versions stored tags that a header cannot hold.</summary>
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
