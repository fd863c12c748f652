using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The two keys, Meet's own and the one that LiveKit shares with us, and what is derived from them.</summary>
public sealed class SigningKeys
{
    private const int GeneratedKeyLength = 64;
    private const int ProofKeyLength = 32;
    private const int MaxOpenTries = 200;
    private static readonly TimeSpan OpenPause = TimeSpan.FromMilliseconds(10);

    public SigningKeys(TokenOptions tokens, LiveKitOptions liveKit, StorageOptions storage)
    {
        Meet = new SymmetricSecurityKey(tokens.MeetKey ?? LoadOrGenerate(storage.KeyFile));
        RoleProof = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Meet.Key,
            ProofKeyLength,
            info: "openvidu-meet participant token role"u8.ToArray()
        );
        LiveKit = new SymmetricSecurityKey(Padded(Encoding.UTF8.GetBytes(liveKit.ApiSecret)));
    }

    /// <summary>Signs access and refresh tokens.</summary>
    public SymmetricSecurityKey Meet { get; }

    /// <summary>
    /// Proves the role in participant tokens. Derived from Meet's own key under a label (RFC 5869), so that no proof is ever a
    /// signature, nor a proof of anything else.
    /// </summary>
    internal byte[] RoleProof { get; }

    /// <summary>Signs participant tokens: LiveKit's API secret.</summary>
    public SymmetricSecurityKey LiveKit { get; }

    /// <summary>
    /// HMAC pads a short key with zeros itself (RFC 2104 §2), so that padding leaves every signature as it is; the token
    /// library refuses keys of fewer than 128 bits, and LiveKit's development secret is one.
    /// </summary>
    private static byte[] Padded(byte[] key)
    {
        if (key.Length >= TokenOptions.MinKeyLength)
            return key;

        var padded = new byte[TokenOptions.MinKeyLength];
        key.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>
    /// Whoever opens the file has it alone, so that two starts at once end with one key. A start that died while it wrote
    /// leaves a short file, in which the next one writes.
    /// </summary>
    private static byte[] LoadOrGenerate(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = OpenAlone(path);
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(GeneratedKeyLength)];
        if (file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length)
        {
            var key = RandomNumberGenerator.GetBytes(GeneratedKeyLength);
            Base64.EncodeToUtf8(key, text, out _, out _);
            file.SetLength(0);
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        return Convert.FromBase64String(Encoding.ASCII.GetString(text));
    }

    private static FileStream OpenAlone(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        for (var triesLeft = MaxOpenTries; ; triesLeft--)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (triesLeft > 0)
            {
                // Another start has it open, for as long as it takes to write one line.
                Thread.Sleep(OpenPause);
            }
        }
    }
}
