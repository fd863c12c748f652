using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

public static class ApiKeyErrors
{
    private const string Area = "Authentication Error";

    public static readonly Error NotFound = Error.NotFound(Area, "The API key does not exist");

    public static readonly Error IsConfigured = Error.Conflict(
        Area,
        "The API key of the settings cannot be deleted"
    );

    public static readonly Error TooMany = Error.Conflict(Area, "There are too many API keys");
}
