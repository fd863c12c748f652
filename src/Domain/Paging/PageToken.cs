using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OpenViduMeet.Domain.Paging;

/// <summary>
/// The text form of a position in a list that is sorted by time, then by name. The next page begins after this position, even if items
/// were added or removed in the meantime.
/// </summary>
internal static class PageToken
{
    public const string Rule = "Must be a token from a page before.";

    public static string Write(DateTimeOffset instant, string name) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($"{instant.ToUnixTimeMilliseconds()}.{name}")
        );

    public static bool TryRead(string? token, out DateTimeOffset instant, out string name)
    {
        instant = default;
        name = "";
        if (
            token is null
            || !Base64Url.IsValid(token)
            || Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('.')
                is not [var time, var rest]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            || ms > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
            return false;

        instant = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        name = rest;
        return true;
    }
}
