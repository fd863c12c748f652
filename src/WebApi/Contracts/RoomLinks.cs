using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Makes links with the default public URL, for example for webhooks, where no HTTP request tells the address.</summary>
internal sealed class RoomLinks(PublicUrl publicUrl) : IRoomLinks
{
    public string To(RoomName room, RoomSecret secret) =>
        RoomPresenter.JoinUrl(publicUrl.Default, room, secret);
}
