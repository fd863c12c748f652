using FluentValidation;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Application.Participants;

/// <summary>The specification's <c>TokenOptions</c>, which asking for a token and refreshing it have in common.</summary>
public interface ITokenOptions
{
    string? RoomName { get; }

    string? ParticipantName { get; }

    /// <summary>From the room's URL.</summary>
    string? Secret { get; }
}

internal abstract class TokenOptionsValidator<T> : AbstractValidator<T>
    where T : ITokenOptions
{
    protected TokenOptionsValidator()
    {
        RuleFor(request => request.RoomName).NotEmpty();
        RuleFor(request => request.Secret).NotEmpty();
        RuleFor(request => request.ParticipantName)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .MaximumLength(ParticipantName.MaxLength)
            .Must(name => ParticipantName.TryParse(name, out _))
            .WithMessage("Must not have control characters.");
    }
}
