using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Access;

/// <summary>The permission that a request requires of its caller.</summary>
public sealed record Permission
{
    /// <summary>Held by every caller. The request needs no proof, or carries its own, such as a password or a room's secret.</summary>
    public static readonly Permission Anybody = new(Rule.Anybody);

    /// <summary>Held by users who have signed in.</summary>
    public static readonly Permission SignedIn = new(Rule.SignedIn);

    public static readonly Permission Administrator = new(Rule.Administrator);

    /// <summary>Held by administrators, and by the other callers that the security preferences allow.</summary>
    public static readonly Permission CreateRooms = new(Rule.CreateRooms);

    /// <summary>Held by administrators, and by participants who may watch the recordings of their own room.</summary>
    public static readonly Permission WatchRecordings = new(Rule.WatchRecordings);

    /// <summary>Held by the server only, for background work and start-up.</summary>
    public static readonly Permission ServerItself = new(Rule.ServerItself);

    private readonly Rule _rule;
    private readonly RoomName? _room;

    private Permission(Rule rule, RoomName? room = null)
    {
        _rule = rule;
        _room = room;
    }

    private enum Rule
    {
        Anybody,
        SignedIn,
        Administrator,
        ModeratorOf,
        AdministratorOrModeratorOf,
        CreateRooms,
        WatchRecordings,
        WatchRecordingsOf,
        ShareRecordingsOf,
        ServerItself,
    }

    /// <param name="room"><see langword="null"/> for a room that cannot exist: it has no moderators.</param>
    public static Permission ModeratorOf(RoomName? room) => new(Rule.ModeratorOf, room);

    /// <inheritdoc cref="ModeratorOf"/>
    public static Permission AdministratorOrModeratorOf(RoomName? room) =>
        new(Rule.AdministratorOrModeratorOf, room);

    /// <summary>Held by administrators, and by the room's participants whom the room's preferences allow to watch its recordings.</summary>
    /// <param name="room"><see langword="null"/> for a room that cannot exist: it has no participants.</param>
    public static Permission WatchRecordingsOf(RoomName? room) => new(Rule.WatchRecordingsOf, room);

    /// <summary>Held by administrators, and by the room's moderators if the room's preferences allow them to watch its recordings.</summary>
    /// <inheritdoc cref="WatchRecordingsOf" path="/param"/>
    public static Permission ShareRecordingsOf(RoomName? room) => new(Rule.ShareRecordingsOf, room);

    /// <summary>
    /// The room whose <see cref="RecordingAccess"/> must allow the caller's role, if the caller can have the permission as a participant;
    /// otherwise <see langword="null"/>.
    /// </summary>
    public RoomName? RecordedRoomOf(Caller caller) =>
        _rule switch
        {
            Rule.WatchRecordings => caller.Participant?.Room,
            Rule.WatchRecordingsOf when caller.Participant?.Room == _room => _room,
            Rule.ShareRecordingsOf when caller.IsModeratorOf(_room) => _room,
            _ => null,
        };

    /// <summary>Whether the caller has the permission regardless of the preferences.</summary>
    public bool IsHeldBy(Caller caller) =>
        _rule switch
        {
            Rule.Anybody => true,
            Rule.SignedIn => caller.User is not null,
            Rule.Administrator
            or Rule.CreateRooms
            or Rule.WatchRecordings
            or Rule.WatchRecordingsOf
            or Rule.ShareRecordingsOf => caller.IsAdministrator,
            Rule.ModeratorOf => caller.IsModeratorOf(_room),
            Rule.AdministratorOrModeratorOf => caller.IsAdministrator
                || caller.IsModeratorOf(_room),
            Rule.ServerItself => caller.IsServer,
            _ => false,
        };
}
