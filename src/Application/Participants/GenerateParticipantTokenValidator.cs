namespace OpenViduMeet.Application.Participants;

internal sealed class GenerateParticipantTokenValidator
    : TokenRequestValidator<GenerateParticipantToken>;
