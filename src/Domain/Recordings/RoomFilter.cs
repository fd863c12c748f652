using System.Diagnostics.CodeAnalysis;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings;

/// <summary>The room to which a list of recordings is limited.</summary>
/// <param name="Room"><see langword="null"/> for a text that no room can be named by: nothing is listed.</param>
public sealed record RoomFilter(RoomName? Room) : IParsableValue<RoomFilter>
{
    public static string Rule => "Must be a text.";

    public string Text => Room?.Value ?? "";

    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomFilter? value)
    {
        value = text is null ? null : new RoomFilter(ParsableValue.ParseOrNull<RoomName>(text));
        return value is not null;
    }
}
