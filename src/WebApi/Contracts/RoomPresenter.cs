using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Converts rooms to contracts, with the URLs to join them and only the requested fields.</summary>
internal sealed class RoomPresenter(PublicUrl publicUrl, IOptions<JsonOptions> json)
{
    /// <summary>The URL of the client's page to join the room with a secret.</summary>
    public static string JoinUrl(string baseUrl, RoomName room, RoomSecret secret) =>
        $"{baseUrl}{ApiPaths.Room}/{room.Value}?secret={secret.Value}";

    public MeetRoom Present(Room room, HttpRequest request)
    {
        var baseUrl = publicUrl.Of(request);
        return room.ToContract(
            JoinUrl(baseUrl, room.Name, room.ModeratorSecret),
            JoinUrl(baseUrl, room.Name, room.PublisherSecret)
        );
    }

    /// <inheritdoc cref="RoomView(string, string, System.Text.Json.JsonSerializerOptions)"/>
    public RoomView View(HttpRequest request, string? fields) =>
        new(fields, publicUrl.Of(request), json.Value.JsonSerializerOptions);
}
