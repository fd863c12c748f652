using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>What is known of a recording from its start.</summary>
public abstract record MeetRecordingBase
{
    /// <summary>The recording's id: <c>roomId--egressId--uid</c>.</summary>
    /// <example>room-123--EG_XYZ--XX445</example>
    public required string RecordingId { get; init; }

    /// <summary>The room that was recorded.</summary>
    /// <example>room-123</example>
    public required string RoomId { get; init; }

    /// <summary>Where the recording is in its life.</summary>
    public required RecordingStatusName Status { get; init; }

    /// <summary>The media file's name.</summary>
    /// <example>room-123--XX445.mp4</example>
    public required string Filename { get; init; }

    /// <summary>When the recording was started, in milliseconds since the Unix epoch.</summary>
    /// <example>1620000000000</example>
    public required long StartDate { get; init; }
}

/// <summary>A recording that has just been started.</summary>
public sealed record MeetRecordingStart : MeetRecordingBase;

/// <summary>A recording.</summary>
public sealed record MeetRecording : MeetRecordingBase
{
    /// <summary>When the recording was stopped, in milliseconds since the Unix epoch.</summary>
    /// <example>1620003600000</example>
    public long? EndDate { get; init; }

    /// <summary>In seconds.</summary>
    /// <example>3600</example>
    public double? Duration { get; init; }

    /// <summary>The media's size in bytes.</summary>
    /// <example>1024</example>
    public long? Size { get; init; }

    /// <summary>LiveKit's error code, if the recording failed.</summary>
    /// <example>100</example>
    public int? ErrorCode { get; init; }

    /// <summary>Why the recording failed.</summary>
    public string? Error { get; init; }

    /// <summary>More about the recording's end.</summary>
    /// <example>Stopped using API</example>
    public string? Details { get; init; }
}

/// <summary>Where a recording is in its life.</summary>
public enum RecordingStatusName
{
    [JsonStringEnumMemberName("STARTING")]
    Starting,

    [JsonStringEnumMemberName("ACTIVE")]
    Active,

    [JsonStringEnumMemberName("ENDING")]
    Ending,

    [JsonStringEnumMemberName("COMPLETE")]
    Complete,

    [JsonStringEnumMemberName("FAILED")]
    Failed,

    [JsonStringEnumMemberName("ABORTED")]
    Aborted,

    [JsonStringEnumMemberName("LIMITED_REACHED")]
    LimitReached,
}

/// <summary>Which room to record.</summary>
public sealed record StartRecordingOptions
{
    /// <summary>The room's name.</summary>
    /// <example>room-123</example>
    [Required]
    public string? RoomId { get; init; }
}

/// <summary>A page of recordings.</summary>
/// <param name="Recordings">Newest first.</param>
/// <param name="IsTruncated">Whether there are more.</param>
public sealed record MeetRecordingPage(IReadOnlyList<MeetRecording> Recordings, bool IsTruncated)
{
    /// <summary>Asks for the next page; missing on the last.</summary>
    public string? NextPageToken { get; init; }
}

/// <summary>What became of recordings that were to be deleted.</summary>
/// <param name="Deleted">The ids of those that are gone.</param>
/// <param name="NotDeleted">Those that are not.</param>
public sealed record DeletedRecordingsAnswer(
    IReadOnlyList<string> Deleted,
    IReadOnlyList<NotDeletedRecording> NotDeleted
);

/// <summary>A recording that was not deleted.</summary>
/// <param name="RecordingId">Its id, as it was sent.</param>
/// <param name="Error">Why.</param>
public sealed record NotDeletedRecording(string RecordingId, string Error);
