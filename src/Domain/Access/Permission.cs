using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Access;

/// <summary>The permission that a request requires of its caller.</summary>
public sealed record Permission
{
    /// <summary>Held by every caller. The request needs no proof, or carries its own, such as a password or a room's secret.</summary>
    public static readonly Permission Anybody = new(Rule.Anybody);

    /// <summary>Held by users who have signed in.</summary>
    public static readonly Permission SignedIn = new(Rule.SignedIn);

    /// <summary>Held by administrators, and with the API key of the settings.</summary>
    public static readonly Permission Administrator = AdministratorOrKey(ApiAccess.All);

    /// <summary>Held by administrators, and by the other callers that the security preferences allow.</summary>
    public static readonly Permission CreateRooms = new(
        Rule.CreateRooms,
        key: ApiAccess.ChangeRooms
    );

    /// <summary>Held by administrators, and by participants who may watch the recordings of their own room.</summary>
    public static readonly Permission WatchRecordings = new(
        Rule.WatchRecordings,
        key: ApiAccess.ReadRecordings
    );

    /// <summary>Held by the server only, for background work and start-up.</summary>
    public static readonly Permission ServerItself = new(Rule.ServerItself);

    private readonly Rule _rule;
    private readonly RoomName? _room;
    private readonly ApiAccess _key;

    private Permission(Rule rule, RoomName? room = null, ApiAccess key = ApiAccess.All)
    {
        _rule = rule;
        _room = room;
        _key = key;
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
    /// <param name="key">What an API key must allow.</param>
    public static Permission AdministratorOrModeratorOf(
        RoomName? room,
        ApiAccess key = ApiAccess.All
    ) => new(Rule.AdministratorOrModeratorOf, room, key);

    /// <summary>Held by administrators, and with an API key that allows this.</summary>
    public static Permission AdministratorOrKey(ApiAccess key) => new(Rule.Administrator, key: key);

    /// <summary>Held by administrators, and by the room's participants whom the room's preferences allow to watch its recordings.</summary>
    /// <param name="room"><see langword="null"/> for a room that cannot exist: it has no participants.</param>
    public static Permission WatchRecordingsOf(RoomName? room) =>
        new(Rule.WatchRecordingsOf, room, ApiAccess.ReadRecordings);

    /// <summary>Held by administrators, and by the room's moderators if the room's preferences allow them to watch its recordings.</summary>
    /// <inheritdoc cref="WatchRecordingsOf" path="/param"/>
    /// <param name="key">What an API key must allow.</param>
    public static Permission ShareRecordingsOf(RoomName? room, ApiAccess key) =>
        new(Rule.ShareRecordingsOf, room, key);

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
            or Rule.ShareRecordingsOf => caller.May(_key),
            Rule.ModeratorOf => caller.IsModeratorOf(_room),
            Rule.AdministratorOrModeratorOf => caller.May(_key) || caller.IsModeratorOf(_room),
            Rule.ServerItself => caller.IsServer,
            _ => false,
        };
}
