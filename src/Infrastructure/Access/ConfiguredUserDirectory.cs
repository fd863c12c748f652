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
            if (Secrets.AreSame(user.Name, name) & Secrets.AreSame(secret, password))
                verified = user;
        }

        return Task.FromResult(verified);
    }
}
