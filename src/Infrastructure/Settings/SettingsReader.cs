using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>
/// Reads settings and collects what is wrong with them, so that one start names every fault. A faulty setting reads as its
/// default meanwhile. No fault repeats a value, which may be a secret.
/// </summary>
/// <param name="isDevelopment">Whether defaults that everybody knows may stand in for secrets.</param>
public sealed class SettingsReader(IConfiguration configuration, bool isDevelopment)
{
    /// <summary>Bytes: far above any secret, and nothing endless is read.</summary>
    private const int MaxSecretFileSize = 64 * 1024;

    private readonly List<string> _faults = [];

    /// <summary>Settings whose file is at fault: that their value is missing need not be said too.</summary>
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    public bool IsDevelopment => isDevelopment;

    /// <returns>The text without surrounding blanks, or <see langword="null"/> if it is not set or blank.</returns>
    public string? Text(Setting setting)
    {
        var text = configuration[setting.Variable] ?? configuration[setting.Path];
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>
    /// Reads a secret. Beside its variable, <c>&lt;NAME&gt;_FILE</c> names a file that holds it, as containers are given their
    /// secrets. One line break at the file's end does not belong to the secret.
    /// </summary>
    public string? Secret(Setting setting)
    {
        var file = new Setting(setting.Path, $"{setting.Variable}_FILE");
        if (configuration[file.Variable] is not { } path || string.IsNullOrWhiteSpace(path))
            return Text(setting);
        if (!string.IsNullOrWhiteSpace(configuration[setting.Variable]))
        {
            Fault(file, $"must not be set together with {setting.Variable}");
            _unreadable.Add(setting.Path);
            return null;
        }

        if (ReadSecretFile(path.Trim()) is { } secret)
            return secret;

        Fault(
            file,
            $"must name a file that can be read and holds the secret as UTF-8 text, of at most {MaxSecretFileSize / 1024} KiB"
        );
        _unreadable.Add(setting.Path);
        return null;
    }

    /// <summary>Reads the path of a folder, which need not exist.</summary>
    /// <returns>An absolute path. A relative setting counts from the directory in which the server is started.</returns>
    public string? Folder(Setting setting)
    {
        if (Text(setting) is not { } text)
            return null;
        if (!text.Any(char.IsControl))
            return Path.GetFullPath(text);

        Fault(setting, "must be the path of a folder, without control characters");
        return null;
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

    /// <summary>
    /// Reads the URL of a server: scheme, host and port. A path would be dropped in some places and kept in others, and a host
    /// that is not ASCII cannot stand in a response header.
    /// </summary>
    /// <returns>Without a path, the host in lower case, and no port that is the scheme's own.</returns>
    public Uri? ServerUrl(Setting setting)
    {
        if (Text(setting) is not { } text)
            return null;
        if (WebOrigin.TryParse(text, out var url))
            return url;

        Fault(
            setting,
            "must be an absolute URL that begins with http:// or https://, of a host and perhaps a port alone: without a path, query, fragment or user name, and with an international host written in ASCII (xn--...)"
        );
        return null;
    }

    public void Fault(Setting setting, string whatIsAllowed)
    {
        if (!_unreadable.Contains(setting.Path))
            _faults.Add($"{setting} {whatIsAllowed}");
    }

    /// <exception cref="SettingsException">Something was wrong.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
            throw new SettingsException(_faults);
    }

    private static string? ReadSecretFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxSecretFileSize + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxSecretFileSize)
                return null;
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(bytes, 0, length)
                .TrimStart('\uFEFF');
            text = text.EndsWith('\n') ? text[..^1] : text;
            text = text.EndsWith('\r') ? text[..^1] : text;
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }
        catch (Exception unreadable)
            when (unreadable
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            return null;
        }
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
