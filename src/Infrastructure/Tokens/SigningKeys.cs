using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The two keys, Meet's own and the one that LiveKit shares with us, and what is derived from them.</summary>
public sealed class SigningKeys
{
    private const int GeneratedKeyLength = 64;
    private const int ProofKeyLength = 32;

    public SigningKeys(JwtOptions tokens, LiveKitOptions liveKit, StorageOptions storage)
    {
        Meet = new SymmetricSecurityKey(
            tokens.MeetKeyBytes ?? Load(storage.KeyFile) ?? Generate(storage.KeyFile)
        );
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
        if (key.Length >= JwtOptions.MinKeyLength)
            return key;

        var padded = new byte[JwtOptions.MinKeyLength];
        key.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>Looks at the key that is kept, if it is used, and changes nothing.</summary>
    /// <exception cref="StartException">It cannot be used.</exception>
    public static void ThrowIfDamaged(JwtOptions tokens, StorageOptions storage)
    {
        if (tokens.MeetKey is null)
            Load(storage.KeyFile);
    }

    /// <returns>The key, or <see langword="null"/> if there is none yet.</returns>
    private static byte[]? Load(string path)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path, Encoding.Latin1));
            if (key.Length == GeneratedKeyLength)
                return key;
        }
        catch (Exception missing)
            when (missing is FileNotFoundException or DirectoryNotFoundException
                // Of a data directory that cannot be used, more is said than that.
                || !Directory.Exists(Path.GetDirectoryName(path))
            )
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key for tokens cannot be read: {unreadable.Message}");
        }
        catch (FormatException)
        {
            // As one of another length.
        }

        throw new StartException(
            $"{path} is damaged: it must hold {GeneratedKeyLength} bytes as Base64. Restore it, or delete it to get a new key, which ends all sign-in sessions"
        );
    }

    /// <summary>The file is put in its place whole, and never over another one, so that two starts at once end with one key.</summary>
    private static byte[] Generate(string path)
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var key = RandomNumberGenerator.GetBytes(GeneratedKeyLength);
            using (var file = OwnerOnly.Open(draft, FileMode.CreateNew, FileShare.None))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            return Load(path) ?? throw new StartException($"{path} was removed while it was read");
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
