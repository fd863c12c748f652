using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Domain.Access;

public static class AccessErrors
{
    private const string Area = "Authentication Error";

    public static readonly Error Unauthorized = Error.Unauthorized(Area, "Unauthorized");

    public static readonly Error InsufficientPermissions = Error.Forbidden(
        Area,
        "Insufficient permissions to access this resource"
    );

    /// <summary>The secret matches neither of the room's secrets. The caller sees <see cref="InsufficientPermissions"/>.</summary>
    public static readonly Error WrongSecret = InsufficientPermissions with { IsWrongGuess = true };

    /// <summary>Not found, because the Meet SPA shows its message about wrong credentials for that status.</summary>
    public static readonly Error WrongCredentials = Error.NotFound(
        Area,
        "Invalid username or password"
    ) with
    {
        IsWrongGuess = true,
    };

    /// <summary>Verifying passwords is costly, so the number of waiting sign-ins is limited.</summary>
    public static readonly Error TooManySignIns = Error.Unavailable(
        Area,
        "Too many sign-ins at once"
    );

    /// <summary>The token is missing, expired, revoked, replaced too long ago, or not issued by this server.</summary>
    public static readonly Error InvalidRefreshToken = Error.Malformed(
        Area,
        "Invalid refresh token"
    );
}
