using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

/// <param name="Rooms">Newest first.</param>
/// <param name="NextPageToken">Asks for the next page, or <see langword="null"/> after the last.</param>
public sealed record RoomPage(IReadOnlyList<Room> Rooms, string? NextPageToken)
{
    internal static string TokenAfter(Room last)
    {
        var position = RoomPosition.Of(last);
        var text = $"{position.CreatedAt.ToUnixTimeMilliseconds()}.{position.Name}";
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    internal static bool TryReadToken(string token, [NotNullWhen(true)] out RoomPosition? position)
    {
        position = null;
        if (!Base64Url.IsValid(token))
            return false;

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        if (
            text.Split('.') is [var created, var name]
            && long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            && RoomName.TryParse(name, out var roomName)
        )
        {
            position = new RoomPosition(DateTimeOffset.FromUnixTimeMilliseconds(ms), roomName);
        }

        return position is not null;
    }
}
