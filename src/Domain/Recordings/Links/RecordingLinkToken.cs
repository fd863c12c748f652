using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>
/// What the URL of a link holds: the link's id, a hyphen, and a secret of 32 letters and digits (190 random bits).
/// </summary>
public sealed record RecordingLinkToken : IParsableValue<RecordingLinkToken>
{
    private const int SecretLength = 32;
    private const char Separator = '-';

    private readonly string _secret;

    private RecordingLinkToken(RecordingLinkId link, string secret) =>
        (Link, _secret) = (link, secret);

    public static string Rule => "Must be the token of a link.";

    public RecordingLinkId Link { get; }

    /// <summary>The SHA-256 of the secret in hex. A slow hash would not make a secret that nobody can guess any safer.</summary>
    public string SecretHash =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_secret)));

    public string Text => $"{Link}{Separator}{_secret}";

    public static RecordingLinkToken New() =>
        new(RecordingLinkId.New(), RecordingLinkId.RandomText(SecretLength));

    public static bool TryParse(string? text, [NotNullWhen(true)] out RecordingLinkToken? value)
    {
        value =
            text?.Split(Separator) is [var id, var secret]
            && RecordingLinkId.TryParse(id, out var link)
            && RecordingLinkId.IsText(secret, SecretLength)
                ? new RecordingLinkToken(link, secret)
                : null;
        return value is not null;
    }

    /// <summary>Omits the secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => "***";
}
