using System.Globalization;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>A way to write a value.</summary>
/// <param name="Rule">What is allowed, as it follows the setting's name in a message.</param>
/// <param name="Read">
/// Makes of the text what the framework binds to options, or <see langword="null"/> if the text is not of this form.
/// </param>
internal sealed record SettingForm(string Rule, Func<string, string?> Read)
{
    public static readonly SettingForm Text = new("", text => text);

    /// <summary>A text that <c>&lt;NAME&gt;_FILE</c> can give too.</summary>
    public static readonly SettingForm Secret = new("", text => text);

    /// <summary>Texts separated by commas, without blanks around them; none of them empty.</summary>
    public static readonly SettingForm List = new("", text => text);

    public static readonly SettingForm Flag = new(
        "must be true or false",
        text => bool.TryParse(text, out var flag) ? flag.ToString() : null
    );

    /// <summary>The path of a folder, which need not exist. A relative one counts from the directory in which the server is started.</summary>
    public static readonly SettingForm Folder = new(
        "must be the path of a folder, without control characters",
        text => text.Any(char.IsControl) ? null : System.IO.Path.GetFullPath(text)
    );

    /// <summary>
    /// Scheme, host and port of a server. A path would be dropped in some places and kept in others, and a host that is not ASCII
    /// cannot stand in a response header. Read without a path, the host in lower case, and no port that is the scheme's own.
    /// </summary>
    public static readonly SettingForm ServerUrl = new(
        "must be an absolute URL that begins with http:// or https://, of a host and perhaps a port alone: without a path, query, fragment or user name, and with an international host written in ASCII (xn--...)",
        text => WebOrigin.TryParse(text, out var url) ? url.GetLeftPart(UriPartial.Authority) : null
    );

    /// <summary>A length of time, such as <c>30s</c>, <c>15m</c>, <c>6h</c> or <c>1d</c>, of a year at most.</summary>
    public static readonly SettingForm Duration = new(
        $"must be a number with a unit (s, m, h or d), such as 30s or 6h, at most {MaxDurationDays}d",
        text =>
            ParseDuration(text) is { } duration
            && duration > TimeSpan.Zero
            && duration <= TimeSpan.FromDays(MaxDurationDays)
                ? duration.ToString("c", CultureInfo.InvariantCulture)
                : null
    );

    private const int MaxDurationDays = 365;

    public static SettingForm WholeNumber(int min, int max) =>
        new(
            $"must be a whole number from {min} to {max}",
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= min
                && number <= max
                    ? number.ToString(CultureInfo.InvariantCulture)
                    : null
        );

    /// <param name="values">What users write, each with the name of what it means in our code.</param>
    public static SettingForm OneOf(params (string Written, string Name)[] values) =>
        new(
            $"must be one of {string.Join(", ", values.Select(value => value.Written))}",
            text =>
                values
                    .FirstOrDefault(value =>
                        value.Written.Equals(text, StringComparison.OrdinalIgnoreCase)
                    )
                    .Name
        );

    private static TimeSpan? ParseDuration(string text)
    {
        if (
            !int.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
        )
            return null;

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(Math.Min(count, (int)TimeSpan.MaxValue.TotalHours)),
            'd' => TimeSpan.FromDays(Math.Min(count, (int)TimeSpan.MaxValue.TotalDays)),
            _ => null,
        };
    }
}
