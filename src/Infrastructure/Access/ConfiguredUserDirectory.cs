using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The users of the configuration.</summary>
internal sealed class ConfiguredUserDirectory(UserOptions options) : IUserDirectory
{
    public Task<User?> FindAsync(string name, CancellationToken ct) =>
        Task.FromResult(
            options
                .Users.Select(configured => configured.User)
                .FirstOrDefault(user => string.Equals(user.Name, name, StringComparison.Ordinal))
        );

    public Task<User?> VerifyAsync(string name, string password, CancellationToken ct)
    {
        User? verified = null;
        foreach (var (user, secret) in options.Users)
        {
            // No short cut: every user's name and secret are compared, whichever matches.
            if (Same(user.Name, name) & Same(secret, password))
                verified = user;
        }

        return Task.FromResult(verified);
    }

    private static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)),
            SHA256.HashData(Encoding.UTF8.GetBytes(given))
        );
}
