using System.Security.Cryptography;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// Meet's own key, which belongs to the state: sessions, participants and created webhook secrets depend on it. It is archived if it is
/// kept in the data directory.
/// </summary>
internal sealed class InstallationKey(JwtOptions tokens, StorageOptions storage)
{
    public const string OtherKey =
        "the key (MEET_JWT_KEY) is not the one of the backup: users sign in again, participants join again, and created webhook secrets cannot be read";

    private const int CheckLength = 8;

    /// <returns>The content of the key's file, if it is used, and the check of the key, if there is one.</returns>
    /// <exception cref="StartException">The key is damaged.</exception>
    public (byte[]? File, string? Check) Read()
    {
        if (tokens.MeetKeyBytes is { } configured)
            return (null, CheckOf(configured));
        return SigningKeys.Load(storage.KeyFile) is { } kept
            ? (SigningKeys.Encode(kept), CheckOf(kept))
            : (null, null);
    }

    /// <summary>Whether this installation has another key than the archive's, after a restore that puts an archived key in its place.</summary>
    /// <param name="file">The archived key, if there is one.</param>
    /// <param name="check">The check of the key that the archived installation had, if it had one.</param>
    /// <exception cref="StartException">The key of this installation is damaged.</exception>
    public bool IsOtherAfter(byte[]? file, string? check)
    {
        var isReplaced = file is not null && tokens.MeetKeyBytes is null;
        return !isReplaced && check is not null && Read().Check != check;
    }

    /// <exception cref="StartException">The data directory holds another key, which may not be replaced.</exception>
    public void ThrowIfOther(byte[]? file, bool replace)
    {
        if (
            file is not null
            && !replace
            && tokens.MeetKeyBytes is null
            && File.Exists(storage.KeyFile)
            && !Read().File.AsSpan().SequenceEqual(file)
        )
            throw new StartException(
                $"{storage.KeyFile} is another key than the one of the backup: remove it, or replace it with --replace"
            );
    }

    /// <summary>Writes the key beside its place in the data directory, unless the settings hold one.</summary>
    /// <returns>What puts it in its place; <see langword="null"/> if the settings hold a key.</returns>
    /// <exception cref="StartException">The key cannot be written.</exception>
    public KeyDraft? Draft(byte[] file) =>
        tokens.MeetKeyBytes is null ? KeyDraft.Write(storage, file) : null;

    /// <exception cref="StartException">The archived key cannot be used.</exception>
    public static void ThrowIfDamaged(string archive, byte[] file)
    {
        if (SigningKeys.Decode(file) is null)
            throw new StartException($"{archive} is damaged: {ArchiveFiles.Key} is not a key");
    }

    /// <summary>Derived from the key, as the keys in <see cref="SigningKeys"/> are, so that it tells nothing else about it.</summary>
    private static string CheckOf(byte[] key) =>
        Convert.ToHexStringLower(
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                key,
                CheckLength,
                info: "openvidu-meet backup key check"u8.ToArray()
            )
        );
}
