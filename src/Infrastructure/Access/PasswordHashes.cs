using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Makes hashes of passwords, and verifies passwords against them. Both cost the same, and much, on purpose.</summary>
internal sealed class PasswordHashes
{
    private const int DecoyPasswordLength = 32;

    /// <summary>The hasher is given a user, and does not look at it.</summary>
    private static readonly User Anybody = new("", UserRole.User);

    private readonly IPasswordHasher<User> _hasher;
    private readonly Lazy<string> _decoy;

    public PasswordHashes(IPasswordHasher<User> hasher)
    {
        _hasher = hasher;
        _decoy = new(() => Hash(RandomNumberGenerator.GetHexString(DecoyPasswordLength)));
    }

    public string Hash(string password) => _hasher.HashPassword(Anybody, password);

    public PasswordVerificationResult Verify(string hash, string password) =>
        _hasher.VerifyHashedPassword(Anybody, hash, password);

    /// <summary>
    /// Verifies the password of somebody who may not exist. Then it is verified against a decoy, so that nobody can tell from the time
    /// who exists, and is wrong.
    /// </summary>
    public PasswordVerificationResult VerifyOrPretend(string? hash, string password)
    {
        // Whoever is the first to sign in pays for making it, known or unknown: the start of the server does not.
        var decoy = _decoy.Value;
        var outcome = Verify(hash ?? decoy, password);
        return hash is null ? PasswordVerificationResult.Failed : outcome;
    }
}
