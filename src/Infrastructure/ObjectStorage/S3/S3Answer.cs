using System.Net;
using System.Xml;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>What S3 answered to one request, as far as it tells how that ended.</summary>
/// <param name="Code">Of an error, such as <c>AccessDenied</c>; <see langword="null"/> where S3 did not say one.</param>
/// <param name="Root">The name of the body's root element, or <see langword="null"/> if it is no XML.</param>
/// <param name="Facts">Of the object, where the answer tells them.</param>
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
    /// What the Minio client threw when it read the answer, or <see langword="null"/>. Of a success that the client could not read,
    /// nothing is believed.
    /// </summary>
    public string? ClientFault { get; init; }

    public bool IsSuccess => IsStatusOfSuccess && ClientFault is null;

    private bool IsStatusOfSuccess => (int)Status is >= 200 and < 300 && Root != ErrorRoot;

    /// <param name="response">With its body read, unless that is media.</param>
    public static async Task<S3Answer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var (root, code) = ReadXml(await response.Content.ReadAsByteArrayAsync(ct));
        return new S3Answer(response.StatusCode, code, root, S3Facts.In(response));
    }

    /// <summary>For a log: the status, and what S3 calls the error, or why the client could not read the answer.</summary>
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

    /// <summary>Only what looks like one of S3's codes is logged.</summary>
    private static string? Known(string code) =>
        code.Length is > 0 and <= LongestCode && code.All(char.IsAsciiLetterOrDigit) ? code : null;
}
