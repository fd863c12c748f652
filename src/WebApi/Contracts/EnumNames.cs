using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The role of a user.</summary>
public enum UserRoleName
{
    [JsonStringEnumMemberName("user")]
    User,

    [JsonStringEnumMemberName("admin")]
    Admin,
}

/// <summary>How the tokens of a sign-in are returned.</summary>
public enum TokenDelivery
{
    [JsonStringEnumMemberName("cookie")]
    Cookie,

    [JsonStringEnumMemberName("body")]
    Body,
}

/// <summary>The role of a participant in a room.</summary>
public enum ParticipantRoleName
{
    [JsonStringEnumMemberName("publisher")]
    Publisher,

    [JsonStringEnumMemberName("moderator")]
    Moderator,
}

/// <summary>How the actor of an entry of the audit log was known.</summary>
public enum AuditActorKindName
{
    [JsonStringEnumMemberName("anonymous")]
    Anonymous,

    [JsonStringEnumMemberName("user")]
    User,

    [JsonStringEnumMemberName("apiKey")]
    ApiKey,

    [JsonStringEnumMemberName("participant")]
    Participant,

    [JsonStringEnumMemberName("link")]
    Link,

    [JsonStringEnumMemberName("provider")]
    Provider,
}

/// <summary>A link of a room, by the role that it gives.</summary>
public enum RoomLinkName
{
    [JsonStringEnumMemberName("publisher")]
    Publisher,

    [JsonStringEnumMemberName("moderator")]
    Moderator,
}

/// <summary>The participants who must sign in before they join a room.</summary>
public enum AuthModeName
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("moderators_only")]
    ModeratorsOnly,

    [JsonStringEnumMemberName("all_users")]
    AllUsers,
}

/// <summary>Who may watch a room's recordings.</summary>
public enum RecordingAccessName
{
    [JsonStringEnumMemberName("admin")]
    Admin,

    [JsonStringEnumMemberName("admin-moderator")]
    AdminModerator,

    [JsonStringEnumMemberName("admin-moderator-publisher")]
    AdminModeratorPublisher,
}

/// <summary>What viewers may do with a recording that is shared by a link.</summary>
public enum RecordingLinkAccessName
{
    [JsonStringEnumMemberName("view")]
    View,

    [JsonStringEnumMemberName("download")]
    Download,
}

/// <summary>The method by which users sign in.</summary>
public enum AuthMethodType
{
    [JsonStringEnumMemberName("single-user")]
    SingleUser,
}
