using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The two keys, Meet's own and the one shared with LiveKit, and the keys derived from them.</summary>
public sealed class SigningKeys
{
    private const int GeneratedKeyLength = 64;
    private const int DerivedKeyLength = 32;

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);

    public SigningKeys(JwtOptions tokens, LiveKitOptions liveKit, StorageOptions storage)
        : this(tokens.MeetKeyBytes ?? Load(storage.KeyFile) ?? Generate(storage.KeyFile), liveKit)
    { }

    private SigningKeys(byte[] meet, LiveKitOptions liveKit)
    {
        Meet = new SymmetricSecurityKey(meet);
        RoleProof = Derive("openvidu-meet participant token role"u8);
        FamilyProof = Derive("openvidu-meet participant token family"u8);
        WebhookSecrets = Derive("openvidu-meet webhook secrets"u8);
        SignInAttempts = Derive("openvidu-meet sign-in attempt"u8);
        Observations = Derive("openvidu-meet doctor"u8);
        LiveKit = new SymmetricSecurityKey(Padded(Encoding.UTF8.GetBytes(liveKit.ApiSecret)));
    }

    /// <summary>Signs access and refresh tokens.</summary>
    public SymmetricSecurityKey Meet { get; }

    /// <summary>
    /// Proves the role in participant tokens. Derived from Meet's own key with a label (RFC 5869), so that a proof can never be used as
    /// a signature or as another proof.
    /// </summary>
    internal byte[] RoleProof { get; }

    /// <summary>Proves the token family in LiveKit's attributes. Derived like <see cref="RoleProof"/>, with its own label.</summary>
    internal byte[] FamilyProof { get; }

    /// <summary>Encrypts the secrets that sign webhooks. Derived like <see cref="RoleProof"/>.</summary>
    internal byte[] WebhookSecrets { get; }

    /// <summary>Seals the sign-in attempts that browsers keep. Every node can open them. Derived as <see cref="RoleProof"/> is.</summary>
    internal byte[] SignInAttempts { get; }

    /// <summary>Seals what a running server answers to the doctor. Derived as <see cref="RoleProof"/> is.</summary>
    internal byte[] Observations { get; }

    /// <summary>Signs participant tokens: LiveKit's API secret.</summary>
    public SymmetricSecurityKey LiveKit { get; }

    /// <summary>The keys of this installation. If it has none yet, Meet's own key is made for this process, and not stored.</summary>
    internal static SigningKeys ForExamination(
        JwtOptions tokens,
        LiveKitOptions liveKit,
        StorageOptions storage
    ) =>
        new(
            tokens.MeetKeyBytes
                ?? Load(storage.KeyFile)
                ?? RandomNumberGenerator.GetBytes(GeneratedKeyLength),
            liveKit
        );

    private byte[] Derive(ReadOnlySpan<byte> label) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Meet.Key, DerivedKeyLength, info: label.ToArray());

    /// <summary>
    /// Pads a short key with zeros, as HMAC does itself (RFC 2104 §2), so that signatures do not change. The token library refuses keys
    /// of fewer than 128 bits, such as LiveKit's development secret.
    /// </summary>
    private static byte[] Padded(byte[] key)
    {
        if (key.Length >= JwtOptions.MinKeyLength)
            return key;

        var padded = new byte[JwtOptions.MinKeyLength];
        key.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>Checks the stored key, if it is used. Changes nothing.</summary>
    /// <exception cref="StartException">The key cannot be used.</exception>
    public static void ThrowIfDamaged(JwtOptions tokens, StorageOptions storage)
    {
        if (tokens.MeetKey is null)
            Load(storage.KeyFile);
    }

    /// <returns>The key, or <see langword="null"/> if there is none yet.</returns>
    /// <exception cref="StartException">The key is damaged, or cannot be read.</exception>
    internal static byte[]? Load(string path)
    {
        try
        {
            if (Decode(File.ReadAllBytes(path)) is { } key)
                return key;
        }
        catch (Exception missing)
            when (missing is FileNotFoundException or DirectoryNotFoundException
                // An unusable data directory is reported elsewhere, with more detail.
                || !Directory.Exists(Path.GetDirectoryName(path))
            )
        {
            return null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The key for tokens cannot be read: {unreadable.Message}");
        }

        throw new StartException(
            $"{path} is damaged: it must hold {GeneratedKeyLength} bytes as Base64. Restore it, or delete it to get a new key, which ends all sign-in sessions"
        );
    }

    /// <summary>
    /// Generates the key and stores it, unless another start has done so meanwhile. Two starts at once take turns: moving a file
    /// without overwriting another is not atomic on Unix.
    /// </summary>
    private static byte[] Generate(string path)
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
        using var turn = WaitForTurn($"{path}.lock");
        if (Load(path) is { } generatedMeanwhile)
            return generatedMeanwhile;

        var key = RandomNumberGenerator.GetBytes(GeneratedKeyLength);
        Write(path, key);
        return key;
    }

    /// <summary>The content of the file with the key.</summary>
    internal static byte[] Encode(byte[] key) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(key));

    /// <returns>The key, or <see langword="null"/> if the content of the file is damaged.</returns>
    internal static byte[]? Decode(ReadOnlySpan<byte> file)
    {
        var key = new byte[GeneratedKeyLength];
        return
            Convert.TryFromBase64String(Encoding.Latin1.GetString(file), key, out var length)
            && length == GeneratedKeyLength
            ? key
            : null;
    }

    /// <summary>The caller must have the turn.</summary>
    private static void Write(string path, byte[] key)
    {
        var draft = $"{path}.draft";
        try
        {
            using (var file = OwnerOnly.Open(draft, FileMode.Create, FileShare.None))
            {
                file.Write(Encode(key));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <returns>A file that nobody else has open. It is deleted when it is closed.</returns>
    private static FileStream WaitForTurn(string path)
    {
        FileStream? turn = null;
        if (!SpinWait.SpinUntil(() => TryTakeTurn(path, out turn), LongestTurn))
            throw new StartException(
                $"Another process has been generating the key for tokens for {LongestTurn.TotalSeconds:0} seconds. If none does, check whether {path} can be written"
            );
        return turn!;
    }

    private static bool TryTakeTurn(string path, out FileStream? turn)
    {
        turn = null;
        try
        {
            turn = OwnerOnly.Open(
                path,
                FileMode.OpenOrCreate,
                FileShare.None,
                FileOptions.DeleteOnClose
            );
        }
        catch (IOException)
        {
            // Somebody else has it open.
        }

        return turn is not null;
    }
}
