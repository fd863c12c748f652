using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>The S3 bucket and how to reach it.</summary>
public sealed partial class S3Options : IMeetOptions
{
    private const string Needed = "must be set with the s3 storage mode";

    /// <summary>In bytes. S3 allows names of at most 1,024 bytes, and the key needs the rest.</summary>
    private const int MaxPrefixLength = 512;

    private static readonly Uri Unset = new("http://unset.invalid");

    private readonly string _prefix = "openvidu-meet";

    public static string Section => "Storage:S3";

    public Uri Endpoint { get; init; } = Unset;

    public string AccessKey { get; init; } = "";

    public string SecretKey { get; init; } = "";

    public string Bucket { get; init; } = "openvidu";

    /// <summary>The prefix of all names in the bucket, without a slash at the end; may be empty.</summary>
    public string Prefix
    {
        get => _prefix;
        init => _prefix = value.Trim('/');
    }

    public string Region { get; init; } = "us-east-1";

    /// <summary>Whether URLs hold the bucket in the path instead of the host.</summary>
    public bool PathStyle { get; init; } = true;

    /// <summary>Whether a missing bucket is created at the start.</summary>
    public bool CreateBucket { get; init; } = true;

    private bool IsAmazon =>
        Endpoint.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in the bucket of the object with this key.</summary>
    public string NameOf(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    public void Validate(OptionsFaults faults)
    {
        if (Endpoint == Unset)
            faults.Add(nameof(Endpoint), Needed);
        if (AccessKey.Length == 0)
            faults.Add(nameof(AccessKey), Needed);
        if (SecretKey.Length == 0)
            faults.Add(nameof(SecretKey), Needed);
        // The key is sent in a header.
        if (!AccessKey.All(character => character is > ' ' and < '\x7f'))
            faults.Add(nameof(AccessKey), "must be ASCII without blanks");
        if (!IsBucketName(Bucket))
            faults.Add(
                nameof(Bucket),
                "must be a bucket's name as S3 allows it: 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends and beside each dot, and not an IP address"
            );
        if (!IsPrefix(Prefix))
            faults.Add(
                nameof(Prefix),
                $"must be a path without empty parts, without '.' and '..' as parts, and without backslashes and control characters, of at most {MaxPrefixLength} bytes"
            );
        if (!RegionName().IsMatch(Region))
            faults.Add(nameof(Region), "must be letters, digits, '-' and '_'");
        if (!PathStyle && !IsAmazon)
            faults.Add(nameof(PathStyle), "must be true, except with Amazon's own endpoints");
        else if (!PathStyle && Bucket.Contains('.', StringComparison.Ordinal))
            // Amazon's certificates cover only one label before its own name.
            faults.Add(nameof(PathStyle), "must be true for a bucket with a dot in its name");
    }

    /// <summary>The rules of S3 that apply to every store. Amazon has further rules.</summary>
    private static bool IsBucketName(string name) =>
        BucketName().IsMatch(name) && !IPAddress.TryParse(name, out _);

    private static bool IsPrefix(string prefix) =>
        prefix.Length == 0
        || (
            Encoding.UTF8.GetByteCount(prefix) <= MaxPrefixLength
            && !prefix.Any(character => char.IsControl(character) || character == '\\')
            && !prefix.Split('/').Any(part => part is "" or "." or "..")
        );

    [GeneratedRegex(
        @"^(?=.{3,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex BucketName();

    [GeneratedRegex(
        @"^[A-Za-z0-9_-]{1,64}\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex RegionName();
}
