using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests;

/// <summary>The kinds of caller, by the one credential that each holds.</summary>
public enum Who
{
    Anonymous,
    Publisher,
    Moderator,
    ApiKey,
    User,
    Admin,
}

/// <summary>Callers to test with.</summary>
internal static class Callers
{
    public const string RoomName = "daily-abc";

    public static Caller Of(Who who) =>
        who switch
        {
            Who.Anonymous => Caller.Anonymous,
            Who.Publisher => new Caller(Participant: Grant(ParticipantRole.Publisher)),
            Who.Moderator => new Caller(Participant: Grant(ParticipantRole.Moderator)),
            Who.ApiKey => new Caller(ApiKey: ApiKeyGrant.Configured),
            Who.User => new Caller(new User("alice", UserRole.User)),
            Who.Admin => new Caller(new User("root", UserRole.Admin)),
            _ => throw new ArgumentOutOfRangeException(nameof(who)),
        };

    public static ParticipantGrant Grant(ParticipantRole role) =>
        new(
            Domain.Rooms.RoomName.Parse(RoomName),
            ParticipantName.Parse("admin"),
            role,
            DateTimeOffset.UnixEpoch,
            new TokenFamily(Guid.Empty, Epoch: 0)
        );
}
