using System.Text.Json.Serialization;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>What a signed-in user may do.</summary>
public enum UserRoleName
{
    [JsonStringEnumMemberName("user")]
    User,

    [JsonStringEnumMemberName("admin")]
    Admin,
}

/// <summary>What a participant may do in a room.</summary>
public enum ParticipantRoleName
{
    [JsonStringEnumMemberName("publisher")]
    Publisher,

    [JsonStringEnumMemberName("moderator")]
    Moderator,
}

/// <summary>Who must sign in before joining a room.</summary>
public enum AuthModeName
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("moderators_only")]
    ModeratorsOnly,

    [JsonStringEnumMemberName("all_users")]
    AllUsers,
}

/// <summary>How users sign in.</summary>
public enum AuthMethodType
{
    [JsonStringEnumMemberName("single-user")]
    SingleUser,
}
