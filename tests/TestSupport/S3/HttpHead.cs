using System.Globalization;
using System.Text;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>The start line and the headers of a request or an answer. Unchanged lines are sent on byte for byte.</summary>
internal sealed class HttpHead
{
    public const string End = "\r\n\r\n";

    private const string LineEnd = "\r\n";

    private readonly List<string> _lines;

    private HttpHead(IEnumerable<string> lines) => _lines = [.. lines];

    public string StartLine => _lines[0];

    /// <summary>The length of the body in bytes, or <see langword="null"/> if no header states it.</summary>
    public long? ContentLength =>
        Find("Content-Length") is { } length
            ? long.Parse(length, CultureInfo.InvariantCulture)
            : null;

    public bool IsChunked => Has("Transfer-Encoding", "chunked");

    /// <summary>Whether the connection is closed after the message.</summary>
    public bool Closes => Has("Connection", "close");

    /// <param name="text">The text without the empty line at its end.</param>
    public static HttpHead Parse(string text) => new(text.Split(LineEnd));

    public static HttpHead Answer(int status, IEnumerable<(string Name, string Value)> headers) =>
        new([$"HTTP/1.1 {status} Fault", .. headers.Select(header => Line(header))]);

    /// <summary>The value of a header, or <see langword="null"/> if it is missing.</summary>
    public string? Find(string name) =>
        _lines.Find(line => IsHeader(line, name))?[(name.Length + 1)..].Trim();

    public void Remove(string name) => _lines.RemoveAll(line => IsHeader(line, name));

    public void Replace(string name, string value)
    {
        Remove(name);
        _lines.Add(Line((name, value)));
    }

    public byte[] ToBytes() => Encoding.Latin1.GetBytes(string.Join(LineEnd, _lines) + End);

    private bool Has(string name, string value) =>
        Find(name)?.Contains(value, StringComparison.OrdinalIgnoreCase) == true;

    private static string Line((string Name, string Value) header) =>
        $"{header.Name}: {header.Value}";

    private static bool IsHeader(string line, string name) =>
        line.Length > name.Length
        && line[name.Length] == ':'
        && line.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
