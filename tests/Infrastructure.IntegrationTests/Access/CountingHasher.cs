using Microsoft.AspNetCore.Identity;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

/// <summary>The real hasher. It counts its calls and records the hashes that it verified.</summary>
internal sealed class CountingHasher : IPasswordHasher<User>
{
    private readonly PasswordHasher<User> _hasher = new();

    public int Hashed { get; private set; }

    public List<string> VerifiedAgainst { get; } = [];

    public string HashPassword(User user, string password)
    {
        Hashed++;
        return _hasher.HashPassword(user, password);
    }

    public PasswordVerificationResult VerifyHashedPassword(
        User user,
        string hashedPassword,
        string providedPassword
    )
    {
        VerifiedAgainst.Add(hashedPassword);
        return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
