using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Which bucket, and how it is reached.</summary>
public sealed partial class S3Options
{
    public const string Section = "Storage:S3";

    private const string Needed = "must be set with the s3 storage mode";
    private const string DefaultBucket = "openvidu";
    private const string DefaultPrefix = "openvidu-meet";
    private const string DefaultRegion = "us-east-1";

    /// <summary>Bytes: names have 1,024 at most, and what follows has its place.</summary>
    private const int MaxPrefixLength = 512;

    private static readonly Setting EndpointSetting = new(
        $"{Section}:Endpoint",
        "MEET_S3_SERVICE_ENDPOINT"
    );
    private static readonly Setting AccessKeySetting = new(
        $"{Section}:AccessKey",
        "MEET_S3_ACCESS_KEY"
    );
    private static readonly Setting SecretKeySetting = new(
        $"{Section}:SecretKey",
        "MEET_S3_SECRET_KEY"
    );
    private static readonly Setting BucketSetting = new($"{Section}:Bucket", "MEET_S3_BUCKET");
    private static readonly Setting PrefixSetting = new($"{Section}:Prefix", "MEET_S3_SUBBUCKET");
    private static readonly Setting RegionSetting = new($"{Section}:Region", "MEET_AWS_REGION");
    private static readonly Setting PathStyleSetting = new(
        $"{Section}:PathStyle",
        "MEET_S3_WITH_PATH_STYLE_ACCESS"
    );
    private static readonly Setting CreateBucketSetting = new(
        $"{Section}:CreateBucket",
        "MEET_S3_CREATE_BUCKET"
    );

    public required Uri Endpoint { get; init; }

    public required string AccessKey { get; init; }

    public required string SecretKey { get; init; }

    public required string Bucket { get; init; }

    /// <summary>What all keys begin with, without a slash at its end; may be empty.</summary>
    public required string Prefix { get; init; }

    public required string Region { get; init; }

    /// <summary>Whether the bucket stands in the path of URLs, and not in their host.</summary>
    public required bool PathStyle { get; init; }

    /// <summary>Whether to create the bucket at the start if it is missing.</summary>
    public required bool CreateBucket { get; init; }

    /// <summary>The name in the bucket of what has this key.</summary>
    public string NameOf(string key) => Prefix.Length == 0 ? key : $"{Prefix}/{key}";

    private bool IsAmazon =>
        Endpoint.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase);

    public static S3Options Read(SettingsReader settings)
    {
        var options = new S3Options
        {
            Endpoint = settings.ServerUrl(EndpointSetting) ?? new Uri("http://localhost"),
            AccessKey = settings.Secret(AccessKeySetting) ?? "",
            SecretKey = settings.Secret(SecretKeySetting) ?? "",
            Bucket = settings.Text(BucketSetting) ?? DefaultBucket,
            Prefix = (settings.Text(PrefixSetting) ?? DefaultPrefix).Trim('/'),
            Region = settings.Text(RegionSetting) ?? DefaultRegion,
            PathStyle = settings.Flag(PathStyleSetting, ifUnset: true),
            CreateBucket = settings.Flag(CreateBucketSetting, ifUnset: true),
        };
        if (settings.Text(EndpointSetting) is null)
            settings.Fault(EndpointSetting, Needed);
        if (options.AccessKey.Length == 0)
            settings.Fault(AccessKeySetting, Needed);
        if (options.SecretKey.Length == 0)
            settings.Fault(SecretKeySetting, Needed);
        // It stands in a header.
        if (!options.AccessKey.All(character => character is > ' ' and < '\x7f'))
            settings.Fault(AccessKeySetting, "must be ASCII without blanks");
        if (!IsBucketName(options.Bucket))
            settings.Fault(
                BucketSetting,
                "must be a bucket's name as S3 allows it: 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends and beside each dot, and not an IP address"
            );
        if (!IsPrefix(options.Prefix))
            settings.Fault(
                PrefixSetting,
                $"must be a path without empty parts, without '.' and '..' as parts, and without backslashes and control characters, of at most {MaxPrefixLength} bytes"
            );
        if (!RegionName().IsMatch(options.Region))
            settings.Fault(RegionSetting, "must be letters, digits, '-' and '_'");
        if (!options.PathStyle && !options.IsAmazon)
            settings.Fault(PathStyleSetting, "must be true, except with Amazon's own endpoints");
        else if (!options.PathStyle && options.Bucket.Contains('.', StringComparison.Ordinal))
            // Amazon's certificates are for one label before its own name.
            settings.Fault(PathStyleSetting, "must be true for a bucket with a dot in its name");
        return options;
    }

    /// <summary>The rules of S3 that hold for every store: Amazon has some more.</summary>
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
