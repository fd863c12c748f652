namespace OpenViduMeet.Application.Participants;

internal sealed class RefreshParticipantTokenValidator
    : TokenRequestValidator<RefreshParticipantToken>;
