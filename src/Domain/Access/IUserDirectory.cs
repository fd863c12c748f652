using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

/// <summary>Who can sign in.</summary>
public interface IUserDirectory
{
    /// <returns>The user, or <see langword="null"/> if there is none of that name.</returns>
    Task<User?> FindAsync(string name, CancellationToken ct);

    /// <summary>Checks a password. Takes the same time for an unknown user as for a wrong password.</summary>
    /// <returns>
    /// The user; <see cref="AccessErrors.WrongCredentials"/> if name and password do not belong together;
    /// <see cref="AccessErrors.TooManySignIns"/>, within about two seconds, if too many are being checked.
    /// </returns>
    Task<Result<User>> VerifyAsync(string name, string password, CancellationToken ct);
}
