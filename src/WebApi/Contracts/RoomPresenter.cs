using System.Text.Json;
using System.Text.Json.Nodes;
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
        $"{baseUrl}{ApiPaths.Room}/{room}?secret={secret.Value}";

    public MeetRoom Present(Room room, HttpRequest request)
    {
        var baseUrl = publicUrl.Of(request);
        return room.ToContract(
            JoinUrl(baseUrl, room.Name, room.ModeratorSecret),
            JoinUrl(baseUrl, room.Name, room.PublisherSecret)
        );
    }

    /// <param name="fields">The field names, separated by commas. Unknown names are ignored. <see langword="null"/> or blank for all fields.</param>
    public object Present(Room room, HttpRequest request, string? fields)
    {
        var whole = Present(room, request);
        if (string.IsNullOrWhiteSpace(fields))
            return whole;

        var asked = fields.Split(',', StringSplitOptions.TrimEntries);
        var node = JsonSerializer
            .SerializeToNode(whole, json.Value.JsonSerializerOptions)!
            .AsObject();
        return new JsonObject(
            node.Where(property => asked.Contains(property.Key, StringComparer.Ordinal))
                .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))
        );
    }
}
