using System.ComponentModel.DataAnnotations;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Who wants to join which room.</summary>
public sealed record TokenOptions
{
    /// <summary>The name of the room to join.</summary>
    /// <example>demo</example>
    [Required]
    public string? RoomName { get; init; }

    /// <summary>
    /// The name of the participant: 1 to 256 bytes of UTF-8 with at least one visible character and no control characters. One or
    /// two dots alone are no name.
    /// </summary>
    /// <example>Alice</example>
    [Required]
    public string? ParticipantName { get; init; }

    /// <summary>The secret from the room's URL. It decides the participant's role.</summary>
    /// <example>abc123456</example>
    [Required]
    public string? Secret { get; init; }
}

/// <summary>A signed participant token.</summary>
public sealed record TokenAnswer
{
    /// <summary>With it the participant joins the room; the same as in the cookie.</summary>
    /// <example>token_123456</example>
    public required string Token { get; init; }
}
