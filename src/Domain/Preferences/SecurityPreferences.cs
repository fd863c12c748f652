using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>The rules about signing in.</summary>
public sealed record SecurityPreferences(AuthMode AuthMode, RoomCreationPolicy RoomCreation)
{
    /// <summary>The preferences until an administrator changes them.</summary>
    public static readonly SecurityPreferences Default = new(
        AuthMode.None,
        new RoomCreationPolicy(AllowRoomCreation: true, RequireAuthentication: true)
    );

    /// <exception cref="ArgumentOutOfRangeException">The value is not one of <see cref="Preferences.AuthMode"/>.</exception>
    public AuthMode AuthMode
    {
        get;
        init => field = Defined(value);
    } = Defined(AuthMode);

    /// <summary>Whether the caller may join a room in the role that the room's secret gives.</summary>
    public Result MayJoin(ParticipantRole role, Caller caller)
    {
        var mustSignIn = AuthMode switch
        {
            AuthMode.None => false,
            AuthMode.ModeratorsOnly => role == ParticipantRole.Moderator,
            _ => true,
        };
        if (!mustSignIn)
            return Result.Ok;

        return caller.User?.Role switch
        {
            UserRole.User or UserRole.Admin => Result.Ok,
            _ => caller.Refusal,
        };
    }

    public Result MayCreateRooms(Caller caller)
    {
        if (caller.May(ApiAccess.ChangeRooms))
            return Result.Ok;

        var allowed =
            RoomCreation.AllowRoomCreation
            && (!RoomCreation.RequireAuthentication || caller.User is not null);
        return allowed ? Result.Ok : caller.Refusal;
    }

    private static AuthMode Defined(AuthMode mode) =>
        Enum.IsDefined(mode)
            ? mode
            : throw new ArgumentOutOfRangeException(nameof(mode), mode, message: null);
}

/// <summary>The participants who must sign in before they join a room.</summary>
public enum AuthMode
{
    /// <summary>None: the room's secret is enough.</summary>
    None,

    /// <summary>Participants who join with the moderators' secret.</summary>
    ModeratorsOnly,

    /// <summary>All participants.</summary>
    AllUsers,
}

/// <summary>Who may create rooms besides administrators.</summary>
/// <param name="AllowRoomCreation">Whether other callers may create rooms.</param>
/// <param name="RequireAuthentication">Whether these callers must have signed in.</param>
public sealed record RoomCreationPolicy(bool AllowRoomCreation, bool RequireAuthentication);
