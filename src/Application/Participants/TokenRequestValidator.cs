using FluentValidation;
using OpenViduMeet.Domain.Participants;

namespace OpenViduMeet.Application.Participants;

internal abstract class TokenRequestValidator<T> : AbstractValidator<T>
    where T : ITokenRequest
{
    protected TokenRequestValidator()
    {
        RuleFor(request => request.RoomName).NotEmpty();
        RuleFor(request => request.Secret).NotEmpty();
        RuleFor(request => request.ParticipantName)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .Must(name => ParticipantName.TryParse(name, out _))
            .WithMessage(
                $"Must have at most {ParticipantName.MaxBytes} bytes of UTF-8, at least one visible character and no control characters, and must not be '.' or '..'."
            )
            .Must(name => !ParticipantName.Parse(name!).IsReserved)
            .WithMessage("Is reserved for LiveKit's own recorders and agents.");
    }
}
