using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Hashes passwords and verifies passwords against hashes. Both are slow on purpose.</summary>
internal sealed class PasswordHashes
{
    private const int DecoyPasswordLength = 32;

    /// <summary>The hasher requires a user but does not use it.</summary>
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
    /// Verifies the password of a user who may not exist. Without a hash, the password is verified against a decoy and always fails, so
    /// that the time does not reveal whether the user exists.
    /// </summary>
    public PasswordVerificationResult VerifyOrPretend(string? hash, string password)
    {
        // Created by the first sign-in, so that it does not delay the start of the server.
        var decoy = _decoy.Value;
        var outcome = Verify(hash ?? decoy, password);
        return hash is null ? PasswordVerificationResult.Failed : outcome;
    }
}
