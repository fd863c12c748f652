using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The two keys: Meet's own, and the one that LiveKit shares with us.</summary>
public sealed class SigningKeys
{
    private const int GeneratedKeyLength = 64;

    public SigningKeys(TokenOptions tokens, LiveKitOptions liveKit, StorageOptions storage)
    {
        Meet = new SymmetricSecurityKey(tokens.MeetKey ?? LoadOrGenerate(storage.KeyFile));
        LiveKit = new SymmetricSecurityKey(Padded(Encoding.UTF8.GetBytes(liveKit.ApiSecret)));
    }

    /// <summary>Signs access and refresh tokens.</summary>
    public SymmetricSecurityKey Meet { get; }

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

    private static byte[] LoadOrGenerate(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file))
            Generate(file);
        return Convert.FromBase64String(File.ReadAllText(file));
    }

    /// <summary>Writes beside the file and moves without overwriting, so that two starts at once end with one key.</summary>
    private static void Generate(string file)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (var writer = new StreamWriter(draft, options))
            writer.Write(
                Convert.ToBase64String(RandomNumberGenerator.GetBytes(GeneratedKeyLength))
            );

        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
