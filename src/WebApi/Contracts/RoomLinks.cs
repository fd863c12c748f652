using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Links for those who did not ask, and so did not tell how they reach us.</summary>
internal sealed class RoomLinks(PublicUrl publicUrl) : IRoomLinks
{
    public string To(RoomName room, RoomSecret secret) =>
        RoomPresenter.JoinUrl(publicUrl.Default, room, secret);
}
