using FluentValidation;

namespace OpenViduMeet.Application.Participants;

internal sealed class DisconnectParticipantValidator : AbstractValidator<DisconnectParticipant>
{
    public DisconnectParticipantValidator()
    {
        RuleFor(request => request.RoomName).NotEmpty();
        RuleFor(request => request.ParticipantName).NotEmpty();
    }
}
