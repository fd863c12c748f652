using System.Net;
using System.Xml;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>The outcome of one request, read from S3's response.</summary>
/// <param name="Code">The error's code, such as <c>AccessDenied</c>; <see langword="null"/> if S3 did not send one.</param>
/// <param name="Root">The name of the body's root element, or <see langword="null"/> if the body is not XML.</param>
/// <param name="Facts">The object's facts; <see langword="null"/> if the response does not hold them.</param>
internal sealed record S3Answer(
    HttpStatusCode Status,
    string? Code,
    string? Root,
    MediaFacts? Facts
)
{
    public const string NoSuchKey = nameof(NoSuchKey);
    public const string NoSuchBucket = nameof(NoSuchBucket);

    private const string ErrorRoot = "Error";
    private const int LongestCode = 64;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    /// <summary>
    /// The type of the exception that the Minio client threw when it read the response, or <see langword="null"/>. A response that the
    /// client could not read is not a success.
    /// </summary>
    public string? ClientFault { get; init; }

    /// <summary>S3's clock, in whole seconds; <see langword="null"/> if S3 does not tell.</summary>
    public DateTimeOffset? Date { get; init; }

    public bool IsSuccess => IsStatusOfSuccess && ClientFault is null;

    private bool IsStatusOfSuccess => (int)Status is >= 200 and < 300 && Root != ErrorRoot;

    /// <param name="response">The response. Its body must be in memory.</param>
    public static async Task<S3Answer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (root, code) = ReadXml(await response.Content.ReadAsByteArrayAsync(ct));
        return new S3Answer(response.StatusCode, code, root, S3Facts.In(response))
        {
            Date = response.Headers.Date,
        };
    }

    /// <summary>For the log: the status, and S3's error code or the reason why the client could not read the response.</summary>
    public override string ToString()
    {
        var detail = IsStatusOfSuccess ? ClientFault : Code;
        return detail is null ? $"{(int)Status}" : $"{(int)Status} {detail}";
    }

    private static (string? Root, string? Code) ReadXml(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body), Xml);
            reader.MoveToContent();
            var root = reader.LocalName;
            return root == ErrorRoot && reader.ReadToDescendant("Code")
                ? (root, Known(reader.ReadElementContentAsString()))
                : (root, null);
        }
        catch (XmlException)
        {
            return (null, null);
        }
    }

    /// <summary>Only text that looks like one of S3's codes is logged.</summary>
    private static string? Known(string code) =>
        code.Length is > 0 and <= LongestCode && code.All(char.IsAsciiLetterOrDigit) ? code : null;
}
