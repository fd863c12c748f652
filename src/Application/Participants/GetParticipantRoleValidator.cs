using FluentValidation;

namespace OpenViduMeet.Application.Participants;

internal sealed class GetParticipantRoleValidator : AbstractValidator<GetParticipantRole>
{
    public GetParticipantRoleValidator() => RuleFor(request => request.Secret).NotEmpty();
}
