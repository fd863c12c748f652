using System.Text;

namespace OpenViduMeet.Infrastructure.Settings;

/// <summary>A file that holds a secret, such as a container's secret.</summary>
internal static class SecretFile
{
    /// <summary>In bytes, far above the size of any secret. Limits the reading of endless files.</summary>
    private const int MaxSize = 64 * 1024;

    public static readonly string Rule =
        $"must name a file that can be read and holds the secret as UTF-8 text, of at most {MaxSize / 1024} KiB";

    /// <returns>
    /// The file's text without one line break at its end, or <see langword="null"/> if the file breaks the <see cref="Rule"/>.
    /// </returns>
    public static string? Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxSize + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxSize)
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
}
