using Microsoft.Net.Http.Headers;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.WebApi.Media;

internal static class MediaRequestReader
{
    /// <summary>A tag that no media has. It replaces an unreadable <c>If-Range</c>, so that the range does not apply.</summary>
    private static readonly EntityTag Unreadable = new("", IsWeak: true);

    /// <param name="range">The content of the <c>Range</c> header.</param>
    public static MediaRequest Read(HttpRequest request, string? range, bool withContent) =>
        new(RangeHeader.Parse(range), ReadConditions(request), withContent);

    private static MediaConditions ReadConditions(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        var ifRange = headers.IfRange;
        var ifRangeIsUnreadable = ifRange is null && request.Headers.IfRange.Count > 0;
        return new MediaConditions
        {
            // An unreadable header matches nothing, because the caller did set a condition.
            IfMatch = Tags(headers.IfMatch) ?? (request.Headers.IfMatch.Count > 0 ? [] : null),
            IfNoneMatch = Tags(headers.IfNoneMatch),
            IfModifiedSince = headers.IfModifiedSince,
            IfUnmodifiedSince = headers.IfUnmodifiedSince,
            IfRangeTag = ifRangeIsUnreadable ? Unreadable : Tag(ifRange?.EntityTag),
            IfRangeDate = ifRange?.LastModified,
        };
    }

    private static List<EntityTag>? Tags(IList<EntityTagHeaderValue> tags) =>
        tags.Count == 0 ? null : [.. tags.Select(tag => Tag(tag)!)];

    private static EntityTag? Tag(EntityTagHeaderValue? tag) =>
        tag switch
        {
            null => null,
            { Tag.Value: "*" } => MediaConditions.AnyTag,
            _ => new EntityTag(tag.Tag.ToString().Trim('"'), tag.IsWeak),
        };
}
