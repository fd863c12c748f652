using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Shows rooms as callers see them: with URLs to join by, and only the fields that were asked for.</summary>
internal sealed class RoomPresenter(PublicUrl publicUrl, IOptions<JsonOptions> json)
{
    /// <summary>The client's page on which whoever knows the secret joins.</summary>
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

    /// <param name="fields">Names separated by commas; unknown ones are ignored. All fields if <see langword="null"/> or blank.</param>
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
