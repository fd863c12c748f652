using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Access;

/// <summary>An API key that an administrator has created. Of the key itself, only a hash is kept.</summary>
/// <remarks>
/// A key has 256 random bits, which nobody can guess, so a fast hash is enough: a slow one, as for passwords, would only delay each
/// request.
/// </remarks>
/// <param name="Id">The part of the key that is no secret, by which it is found.</param>
/// <param name="Name">What the key is for, for people.</param>
/// <param name="Hash">The SHA-256 of the whole key.</param>
/// <param name="ExpiresAt"><see langword="null"/> if the key does not expire.</param>
/// <param name="LastUsedAt">At most a minute too early; <see langword="null"/> if the key was never used.</param>
public sealed record ApiKey(
    ApiKeyId Id,
    string Name,
    ApiAccess Access,
    byte[] Hash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt = null
)
{
    public const int MaxNameLength = 100;

    /// <summary>More keys are refused, so that all of them can be kept in memory.</summary>
    public const int MaxCount = 100;

    public ApiKeyGrant Grant => new(Id, Name, Access);

    /// <summary>Whether this is the key, compared in constant time, and has not expired.</summary>
    public bool Accepts(ApiKeyText given, DateTimeOffset now) =>
        CryptographicOperations.FixedTimeEquals(Hash, given.Hash)
        && (ExpiresAt is null || now < ExpiresAt);

    /// <summary>Leaves out the hash: the text of a record may be logged.</summary>
    public override string ToString() => Id.Text;
}

/// <summary>What a verified API key proves.</summary>
public sealed record ApiKeyGrant(ApiKeyId Id, string Name, ApiAccess Access)
{
    /// <summary>The key of the settings. It may do what an administrator may do.</summary>
    public static readonly ApiKeyGrant Configured = new(
        ApiKeyId.Configured,
        ApiKeyId.Configured.Text,
        ApiAccess.All
    );
}

/// <summary>Names an API key: 16 hexadecimal digits, or the name of the setting for the key of the settings.</summary>
public sealed record ApiKeyId : IParsableValue<ApiKeyId>
{
    private const int RandomBytes = 8;

    public static readonly ApiKeyId Configured = new("MEET_API_KEY");

    private ApiKeyId(string text) => Text = text;

    public static string Rule => "Must be the id of an API key.";

    public string Text { get; }

    public static ApiKeyId New() =>
        new(RandomNumberGenerator.GetHexString(2 * RandomBytes, lowercase: true));

    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKeyId? value)
    {
        value =
            text == Configured.Text ? Configured
            : text?.Length == 2 * RandomBytes && text.All(char.IsAsciiHexDigitLower) ? new(text)
            : null;
        return value is not null;
    }

    public override string ToString() => Text;
}

/// <summary>
/// The text of a created API key: <c>meet_</c>, its id, <c>_</c>, and 64 hexadecimal digits. The prefix lets scanners for leaked secrets find
/// it.
/// </summary>
public sealed record ApiKeyText
{
    private const string Prefix = "meet";
    private const int SecretBytes = 32;

    private ApiKeyText(ApiKeyId id, string text) => (Id, Value) = (id, text);

    public ApiKeyId Id { get; }

    /// <summary>The key, which is a secret.</summary>
    public string Value { get; }

    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Value));

    public static ApiKeyText New()
    {
        var id = ApiKeyId.New();
        var secret = RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true);
        return new(id, $"{Prefix}_{id}_{secret}");
    }

    /// <returns><see langword="null"/> if the text does not have the form of a created key.</returns>
    public static ApiKeyText? Read(string text) =>
        text.Length <= 100
        && text.Split('_') is [Prefix, var id, { Length: 2 * SecretBytes } secret]
        && secret.All(char.IsAsciiHexDigitLower)
        && ApiKeyId.TryParse(id, out var parsed)
            ? new(parsed, text)
            : null;

    /// <summary>Omits the key, because the text of a record ends up in logs.</summary>
    public override string ToString() => Id.Text;
}
