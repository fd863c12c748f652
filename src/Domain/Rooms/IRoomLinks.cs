namespace OpenViduMeet.Domain.Rooms;

/// <summary>The links by which people join rooms, where no request tells how clients know this server.</summary>
public interface IRoomLinks
{
    /// <summary>The client's page on which whoever follows the link joins with this secret.</summary>
    string To(RoomName room, RoomSecret secret);
}
