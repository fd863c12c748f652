using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Participants;

public static class ParticipantErrors
{
    private const string Area = "Participant Error";

    public static readonly Error NameTaken = Error.Conflict(
        Area,
        "Participant already exists in the room"
    );

    public static readonly Error TokenStillValid = Error.Conflict(
        Area,
        "Participant token is still valid"
    );

    public static readonly Error NotInRoom = Error.NotFound(
        Area,
        "Participant not found in the room"
    );

    public static readonly Error NotFound = Error.NotFound(Area, "Participant not found");

    public static readonly Error SecretGivesNoRole = Error.NotAcceptable(
        Area,
        "The secret does not belong to the room"
    ) with
    {
        IsWrongGuess = true,
    };
}
