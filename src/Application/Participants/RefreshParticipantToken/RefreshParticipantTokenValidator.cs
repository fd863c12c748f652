namespace OpenViduMeet.Application.Participants;

internal sealed class RefreshParticipantTokenValidator
    : TokenOptionsValidator<RefreshParticipantToken>;
