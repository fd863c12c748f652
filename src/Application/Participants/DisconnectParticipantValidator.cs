using FluentValidation;

namespace OpenViduMeet.Application.Participants;

internal sealed class DisconnectParticipantValidator : AbstractValidator<DisconnectParticipant>
{
    public DisconnectParticipantValidator()
    {
        // Any name is looked for: one that nobody can have is not found.
        RuleFor(request => request.RoomName).NotEmpty();
    }
}
