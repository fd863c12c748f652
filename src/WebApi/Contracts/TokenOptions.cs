using System.ComponentModel.DataAnnotations;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The participant and the room to join.</summary>
public sealed record TokenOptions
{
    /// <summary>The name of the room to join.</summary>
    /// <example>demo</example>
    [Required]
    public string? RoomName { get; init; }

    /// <summary>
    /// The name of the participant. 1 to 256 bytes of UTF-8 with at least one visible character and no control characters, but not
    /// <c>.</c> or <c>..</c>.
    /// </summary>
    /// <example>Alice</example>
    [Required]
    public string? ParticipantName { get; init; }

    /// <summary>The secret token from the room Url. It decides the participant's role.</summary>
    /// <example>abc123456</example>
    [Required]
    public string? Secret { get; init; }
}

/// <summary>A signed participant token.</summary>
public sealed record TokenAnswer
{
    /// <summary>The token to authenticate the participant. The cookie holds the same token.</summary>
    /// <example>token_123456</example>
    public required string Token { get; init; }
}
