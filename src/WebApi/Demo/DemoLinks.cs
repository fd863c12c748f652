using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Demo;

/// <summary>The URLs of the demo. The join URLs contain secrets.</summary>
internal sealed record DemoLinks(string Moderator, string Publisher, string Recording)
{
    public static DemoLinks To(Room room, string baseUrl) =>
        new(
            RoomPresenter.JoinUrl(baseUrl, room.Name, room.ModeratorSecret),
            RoomPresenter.JoinUrl(baseUrl, room.Name, room.PublisherSecret),
            $"{baseUrl}{ApiPaths.Internal}/recordings/{DemoData.RecordingId}/stream"
        );

    /// <summary>Omits the URLs, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(DemoLinks);
}
