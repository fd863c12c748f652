using System.Globalization;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>The form of a setting's value.</summary>
/// <param name="Rule">The rule, worded to follow the setting's name in a message.</param>
/// <param name="Read">
/// Converts the text to the form that the framework binds to options; returns <see langword="null"/> if the text breaks the rule.
/// </param>
internal sealed record SettingForm(string Rule, Func<string, string?> Read)
{
    public static readonly SettingForm Text = new("", text => text);

    /// <summary>A text that can also be set with <c>&lt;NAME&gt;_FILE</c>.</summary>
    public static readonly SettingForm Secret = new("", text => text);

    /// <summary>Texts separated by commas. White space around them and empty texts are removed.</summary>
    public static readonly SettingForm List = new("", text => text);

    public static readonly SettingForm Flag = new(
        "must be true or false",
        text => bool.TryParse(text, out var flag) ? flag.ToString() : null
    );

    /// <summary>
    /// The path of a folder, which need not exist. A relative path starts at the directory in which the server is started.
    /// </summary>
    public static readonly SettingForm Folder = new(
        "must be the path of a folder, without control characters",
        text => text.Any(char.IsControl) ? null : System.IO.Path.GetFullPath(text)
    );

    /// <summary>
    /// Scheme, host and port of a server. A path is not allowed, because only some uses would keep it. The host must be ASCII, because it
    /// is sent in response headers. The result has no path, a host in lower case, and no port if it is the scheme's default.
    /// </summary>
    public static readonly SettingForm ServerUrl = new(
        "must be an absolute URL that begins with http:// or https://, with only a host and an optional port: without a path, query, fragment or user name, and with an international host written in ASCII (xn--...)",
        text => WebOrigin.TryParse(text, out var url) ? url.GetLeftPart(UriPartial.Authority) : null
    );

    /// <summary>A duration of at most one year, such as <c>30s</c>, <c>15m</c>, <c>6h</c> or <c>1d</c>.</summary>
    public static readonly SettingForm Duration = new(
        $"must be a number with a unit (s, m, h or d), such as 30s or 6h, at most {MaxDurationDays}d",
        text => ReadDuration(text, TimeSpan.FromSeconds(1))
    );

    /// <summary>A <see cref="Duration"/>, or <c>0</c>, with or without a unit.</summary>
    public static readonly SettingForm DurationOrZero = new(
        $"must be 0 or a number with a unit (s, m, h or d), such as 30s or 6h, at most {MaxDurationDays}d",
        text => ReadDuration(text == "0" ? "0s" : text, TimeSpan.Zero)
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

    /// <param name="values">The values that users write, each with its name in the code.</param>
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

    private static string? ReadDuration(string text, TimeSpan min) =>
        ParseDuration(text) is { } duration
        && duration >= min
        && duration <= TimeSpan.FromDays(MaxDurationDays)
            ? duration.ToString("c", CultureInfo.InvariantCulture)
            : null;

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
