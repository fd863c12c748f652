using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Application.Paging;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="Rooms">Newest first.</param>
/// <param name="NextPageToken">Asks for the next page, or <see langword="null"/> after the last.</param>
public sealed record RoomPage(IReadOnlyList<Room> Rooms, string? NextPageToken)
{
    internal static string TokenAfter(Room last) =>
        PageToken.Write(last.CreatedAt, last.Name.Value);

    internal static bool TryReadToken(string token, [NotNullWhen(true)] out RoomPosition? position)
    {
        position =
            PageToken.TryRead(token, out var createdAt, out var text)
            && RoomName.TryParse(text, out var name)
                ? new RoomPosition(createdAt, name)
                : null;
        return position is not null;
    }
}
