namespace OpenViduMeet.Application.Participants;

internal sealed class GenerateParticipantTokenValidator
    : TokenOptionsValidator<GenerateParticipantToken>;
