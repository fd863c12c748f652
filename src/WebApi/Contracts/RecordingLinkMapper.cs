using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Domain.Recordings.Links;
using Riok.Mapperly.Abstractions;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Maps links to recordings to contracts and back.</summary>
[Mapper(RequiredMappingStrategy = RequiredMappingStrategy.Target)]
internal static partial class RecordingLinkMapper
{
    public static partial RecordingLinkAccess ToDomain(this RecordingLinkAccessName access);

    [MapProperty(nameof(RecordingLink.Id), nameof(MeetRecordingLink.LinkId))]
    [MapProperty(nameof(RecordingLink.ExpiresAt), nameof(MeetRecordingLink.ExpirationDate))]
    [MapProperty(nameof(RecordingLink.CreatedAt), nameof(MeetRecordingLink.CreationDate))]
    [MapProperty(
        nameof(RecordingLink.CodeHash),
        nameof(MeetRecordingLink.HasCode),
        Use = nameof(IsPresent)
    )]
    public static partial MeetRecordingLink ToContract(this RecordingLink link);

    [MapProperty(nameof(RecordingLink.Id), nameof(MeetRecordingLink.LinkId))]
    [MapProperty(nameof(RecordingLink.ExpiresAt), nameof(MeetRecordingLink.ExpirationDate))]
    [MapProperty(nameof(RecordingLink.CreatedAt), nameof(MeetRecordingLink.CreationDate))]
    [MapProperty(
        nameof(RecordingLink.CodeHash),
        nameof(MeetRecordingLink.HasCode),
        Use = nameof(IsPresent)
    )]
    public static partial MeetNewRecordingLink ToContract(this RecordingLink link, string url);

    public static MeetRecordingLinks ToContract(this ListedRecordingLinks listed) =>
        new([.. listed.Links.Select(ToContract)]);

    private static bool IsPresent(string? hash) => hash is not null;

    private static long ToMilliseconds(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    private static string ToText(RecordingLinkId id) => id.Value;
}
