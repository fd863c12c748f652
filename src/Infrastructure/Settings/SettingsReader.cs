using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>
/// Reads settings and collects what is wrong with them, so that one start names every fault. A faulty setting reads as its
/// default meanwhile. No fault repeats a value, which may be a secret.
/// </summary>
/// <param name="isDevelopment">Whether defaults that everybody knows may stand in for secrets.</param>
public sealed class SettingsReader(IConfiguration configuration, bool isDevelopment)
{
    private readonly List<string> _faults = [];

    public bool IsDevelopment => isDevelopment;

    /// <returns>The text without surrounding blanks, or <see langword="null"/> if it is not set or blank.</returns>
    public string? Text(Setting setting)
    {
        var text = configuration[setting.Variable] ?? configuration[setting.Path];
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    public int WholeNumber(Setting setting, int ifUnset, int min, int max)
    {
        if (Text(setting) is not { } text)
            return ifUnset;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min
            && number <= max
        )
            return number;

        Fault(setting, $"must be a whole number from {min} to {max}");
        return ifUnset;
    }

    public bool Flag(Setting setting, bool ifUnset)
    {
        if (Text(setting) is not { } text)
            return ifUnset;
        if (bool.TryParse(text, out var flag))
            return flag;

        Fault(setting, "must be true or false");
        return ifUnset;
    }

    /// <summary>Reads a length of time such as <c>30s</c>, <c>15m</c>, <c>6h</c> or <c>1d</c>.</summary>
    public TimeSpan Duration(Setting setting, TimeSpan ifUnset, TimeSpan max)
    {
        if (Text(setting) is not { } text)
            return ifUnset;

        var duration = ParseDuration(text);
        if (duration > TimeSpan.Zero && duration <= max)
            return duration.Value;

        Fault(
            setting,
            $"must be a number with a unit (s, m, h or d), such as 30s or 6h, at most {max.TotalDays:0}d"
        );
        return ifUnset;
    }

    /// <summary>Reads an absolute http or https URL.</summary>
    public Uri? HttpUrl(Setting setting)
    {
        if (Text(setting) is not { } text)
            return null;
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        )
            return url;

        Fault(setting, "must be an absolute URL that begins with http:// or https://");
        return null;
    }

    public void Fault(Setting setting, string whatIsAllowed) =>
        _faults.Add($"{setting} {whatIsAllowed}");

    /// <exception cref="SettingsException">Something was wrong.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

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
