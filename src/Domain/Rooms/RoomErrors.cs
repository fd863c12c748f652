using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Rooms;

public static class RoomErrors
{
    private const string Area = "Room Error";

    public static readonly Error NotFound = Error.NotFound(Area, "The room does not exist");
}
