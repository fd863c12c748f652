using System.ComponentModel.DataAnnotations;
using FluentValidation;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The links of a room to replace.</summary>
public sealed record RotateLinksOptions : RequestBody
{
    /// <summary>The roles whose links are replaced: <c>publisher</c>, <c>moderator</c>, or both.</summary>
    [Required]
    public IReadOnlyList<RoomLinkName>? Links { get; init; }

    internal RotateRoomLinks ToRequest(RoomName? room) =>
        new(room, Valid(Links).Select(link => link.ToDomain()).ToHashSet());
}

internal sealed class RotateLinksOptionsValidator : AbstractValidator<RotateLinksOptions>
{
    public RotateLinksOptionsValidator() =>
        RuleFor(body => body.Links)
            .NotEmpty()
            .Must(links => links is null || links.Distinct().Count() == links.Count)
            .WithMessage("Must name each role at most once.");
}
