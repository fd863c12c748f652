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

    /// <summary>The secret of a room's link is neither of the room's. To the caller the same as <see cref="InsufficientPermissions"/>.</summary>
    public static readonly Error WrongSecret = InsufficientPermissions with { IsWrongGuess = true };

    /// <summary>Not found, since the Meet SPA shows its message about wrong credentials for that.</summary>
    public static readonly Error WrongCredentials = Error.NotFound(
        Area,
        "Invalid username or password"
    ) with
    {
        IsWrongGuess = true,
    };

    /// <summary>Verifying passwords is costly, so that few wait for it at a time.</summary>
    public static readonly Error TooManySignIns = Error.Unavailable(
        Area,
        "Too many sign-ins at once"
    );

    /// <summary>None, expired, revoked, replaced a while ago, or not ours.</summary>
    public static readonly Error InvalidRefreshToken = Error.Malformed(
        Area,
        "Invalid refresh token"
    );
}
