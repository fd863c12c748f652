using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Preferences;

/// <summary>Who must sign in, and for what.</summary>
public sealed record SecurityPreferences(AuthMode AuthMode, RoomCreationPolicy RoomCreation)
{
    /// <summary>In force until an administrator changes them.</summary>
    public static readonly SecurityPreferences Default = new(
        AuthMode.None,
        new RoomCreationPolicy(AllowRoomCreation: true, RequireAuthentication: true)
    );

    /// <summary>Whether the caller, whose secret gives this role, may join a room.</summary>
    public Result MayJoin(ParticipantRole role, Caller caller)
    {
        var mustSignIn =
            AuthMode == AuthMode.AllUsers
            || (AuthMode == AuthMode.ModeratorsOnly && role == ParticipantRole.Moderator);
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
        if (caller.IsAdministrator)
            return Result.Ok;

        var allowed =
            RoomCreation.AllowRoomCreation
            && (!RoomCreation.RequireAuthentication || caller.User is not null);
        return allowed ? Result.Ok : caller.Refusal;
    }
}

/// <summary>Who must sign in before joining a room.</summary>
public enum AuthMode
{
    /// <summary>Nobody: the room's secret is enough.</summary>
    None,

    /// <summary>Those who join with the moderator's secret.</summary>
    ModeratorsOnly,

    /// <summary>Everybody.</summary>
    AllUsers,
}

/// <summary>Who may create rooms, beside administrators.</summary>
/// <param name="AllowRoomCreation">Whether anybody else may at all.</param>
/// <param name="RequireAuthentication">Whether they must have signed in for it.</param>
public sealed record RoomCreationPolicy(bool AllowRoomCreation, bool RequireAuthentication);
