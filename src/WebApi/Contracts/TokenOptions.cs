using System.ComponentModel.DataAnnotations;
using FluentValidation;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The participant and the room to join.</summary>
public sealed record TokenOptions : RequestBody, IGuess
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
    public ParticipantName? ParticipantName { get; init; }

    /// <summary>The secret token from the room Url. It decides the participant's role.</summary>
    /// <example>abc123456</example>
    [Required]
    public RoomSecret? Secret { get; init; }

    string? IGuess.Target => RoomSecretGuess.TargetOf(Room);

    internal GenerateParticipantToken ToGenerate(string? heldToken, string? otherToken) =>
        new(Room, Valid(ParticipantName), Valid(Secret), heldToken, otherToken);

    internal RefreshParticipantToken ToRefresh(string? previousToken, string? otherToken) =>
        new(Room, Valid(ParticipantName), Valid(Secret), previousToken, otherToken);

    private RoomName? Room => ParsableValue.ParseOrNull<RoomName>(RoomName);
}

internal sealed class TokenOptionsValidator : AbstractValidator<TokenOptions>
{
    public TokenOptionsValidator()
    {
        RuleFor(body => body.RoomName).NotEmpty();
        RuleFor(body => body.Secret).NotEmpty();
        RuleFor(body => body.ParticipantName)
            .NotEmpty()
            .Must(name => name is not { IsReserved: true })
            .WithMessage("Is reserved for LiveKit's own recorders and agents.");
    }
}

/// <summary>A signed participant token.</summary>
public sealed record TokenAnswer
{
    /// <summary>The token to authenticate the participant. The cookie holds the same token.</summary>
    /// <example>token_123456</example>
    public required string Token { get; init; }
}
