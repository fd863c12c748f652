using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The properties that a recording has from its start.</summary>
public abstract record MeetRecordingBase
{
    /// <summary>The unique identifier of the recording. Format: <c>roomId--egressId--uid</c>.</summary>
    /// <example>room-123--EG_XYZ--XX445</example>
    public required string RecordingId { get; init; }

    /// <summary>The ID of the room where the recording was made.</summary>
    /// <example>room-123</example>
    public required string RoomId { get; init; }

    /// <summary>The status of the recording.</summary>
    public required RecordingStatusName Status { get; init; }

    /// <summary>The name of the recording file.</summary>
    /// <example>room-123--XX445.mp4</example>
    public required string Filename { get; init; }

    /// <summary>The date when the recording was started (milliseconds since the Unix epoch).</summary>
    /// <example>1620000000000</example>
    public required long StartDate { get; init; }
}

/// <summary>A recording that has just been started.</summary>
public sealed record MeetRecordingStart : MeetRecordingBase;

/// <summary>A recording.</summary>
public sealed record MeetRecording : MeetRecordingBase
{
    /// <summary>The date when the recording was stopped (milliseconds since the Unix epoch).</summary>
    /// <example>1620003600000</example>
    public long? EndDate { get; init; }

    /// <summary>The duration of the recording in seconds.</summary>
    /// <example>3600</example>
    public double? Duration { get; init; }

    /// <summary>The size of the recording file in bytes.</summary>
    /// <example>1024</example>
    public long? Size { get; init; }

    /// <summary>The error code of the recording. Only of a failed recording; the code is LiveKit's.</summary>
    /// <example>100</example>
    public int? ErrorCode { get; init; }

    /// <summary>The error message of the recording. Only of a failed recording.</summary>
    public string? Error { get; init; }

    /// <summary>Additional details about the recording.</summary>
    /// <example>Stopped using API</example>
    public string? Details { get; init; }
}

/// <summary>The status of a recording.</summary>
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

/// <summary>The room to record.</summary>
public sealed record StartRecordingOptions : RequestBody
{
    /// <summary>The name of the room.</summary>
    /// <example>room-123</example>
    [Required]
    public string? RoomId { get; init; }

    internal StartRecording ToRequest() => new(ParsableValue.ParseOrNull<RoomName>(RoomId));
}

internal sealed class StartRecordingOptionsValidator : AbstractValidator<StartRecordingOptions>
{
    public StartRecordingOptionsValidator() => RuleFor(body => body.RoomId).NotEmpty();
}

/// <summary>A page of recordings.</summary>
/// <param name="Recordings">The recordings, newest first.</param>
/// <param name="IsTruncated">Whether there are more recordings.</param>
public sealed record MeetRecordingPage(IReadOnlyList<MeetRecording> Recordings, bool IsTruncated)
{
    /// <summary>The token of the next page. The last page has none.</summary>
    public string? NextPageToken { get; init; }
}

/// <summary>The result of deleting several recordings.</summary>
/// <param name="Deleted">The ids of the deleted recordings.</param>
/// <param name="NotDeleted">The recordings that were not deleted.</param>
public sealed record DeletedRecordingsAnswer(
    IReadOnlyList<string> Deleted,
    IReadOnlyList<NotDeletedRecording> NotDeleted
);

/// <summary>A recording that was not deleted.</summary>
/// <param name="RecordingId">The id of the recording, as it was sent.</param>
/// <param name="Error">The reason why the recording was not deleted.</param>
public sealed record NotDeletedRecording(string RecordingId, string Error);
