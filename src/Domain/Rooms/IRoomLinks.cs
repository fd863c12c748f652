namespace OpenViduMeet.Domain.Rooms;

/// <summary>Makes links to rooms where no HTTP request tells the address of this server.</summary>
public interface IRoomLinks
{
    /// <summary>The link to the client's page where a participant joins the room with this secret.</summary>
    string To(RoomName room, RoomSecret secret);
}
