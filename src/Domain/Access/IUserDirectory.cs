using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

/// <summary>The built-in users, who can sign in with a password.</summary>
public interface IUserDirectory
{
    /// <summary>Whether there are built-in users. Without them, every name is unknown.</summary>
    bool IsInUse { get; }

    /// <returns>The user, or <see langword="null"/> if no user has that name.</returns>
    Task<User?> FindAsync(string name, CancellationToken ct);

    /// <summary>Checks a password. Takes the same time for an unknown user as for a wrong password.</summary>
    /// <returns>
    /// The user; <see cref="AccessErrors.WrongCredentials"/> if the name or the password is wrong;
    /// <see cref="AccessErrors.TooManySignIns"/>, within about two seconds, if too many passwords are being checked.
    /// </returns>
    Task<Result<User>> VerifyAsync(string name, string password, CancellationToken ct);
}
