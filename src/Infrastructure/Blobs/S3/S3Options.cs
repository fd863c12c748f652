using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Blobs.S3;

/// <summary>Which bucket, and how it is reached.</summary>
public sealed class S3Options
{
    public const string Section = "Storage:S3";

    private const string DefaultBucket = "openvidu";
    private const string DefaultPrefix = "openvidu-meet";
    private const string DefaultRegion = "us-east-1";

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
            Endpoint = settings.HttpUrl(EndpointSetting) ?? new Uri("http://localhost"),
            AccessKey = settings.Text(AccessKeySetting) ?? "",
            SecretKey = settings.Text(SecretKeySetting) ?? "",
            Bucket = settings.Text(BucketSetting) ?? DefaultBucket,
            Prefix = (settings.Text(PrefixSetting) ?? DefaultPrefix).Trim('/'),
            Region = settings.Text(RegionSetting) ?? DefaultRegion,
            PathStyle = settings.Flag(PathStyleSetting, ifUnset: true),
            CreateBucket = settings.Flag(CreateBucketSetting, ifUnset: true),
        };
        foreach (var needed in new[] { EndpointSetting, AccessKeySetting, SecretKeySetting })
        {
            if (settings.Text(needed) is null)
                settings.Fault(needed, "must be set with the s3 storage mode");
        }

        if (!options.PathStyle && !options.IsAmazon)
            settings.Fault(PathStyleSetting, "must be true, except with Amazon's own endpoints");
        return options;
    }
}
