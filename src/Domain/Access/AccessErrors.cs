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

    public static readonly Error NoIdentityProvider = Error.NotFound(
        Area,
        "No identity provider is configured"
    );

    public static readonly Error ProviderUnavailable = Error.Unavailable(
        Area,
        "The identity provider is not available"
    );

    /// <summary>This browser has not begun the sign-in, has finished it already, or has taken too long.</summary>
    public static readonly Error UnknownSignIn = Error.Malformed(
        Area,
        "The sign-in was not started in this browser, or has expired"
    );

    /// <summary>The provider, or the user there, has refused the sign-in.</summary>
    public static readonly Error SignInRefused = Error.Forbidden(
        Area,
        "The identity provider has refused the sign-in"
    );

    /// <summary>What the provider said is not valid. Only the log says why.</summary>
    public static readonly Error SignInFailed = Error.Malformed(
        Area,
        "The sign-in could not be verified"
    );

    /// <summary>The account has signed in at the provider, and has no role here.</summary>
    public static readonly Error NoRole = Error.Forbidden(
        Area,
        "This account may not use this server"
    );

    /// <summary>The logout token is missing, not valid, too old or used before.</summary>
    public static readonly Error InvalidLogoutToken = Error.Malformed(Area, "Invalid logout token");
}
