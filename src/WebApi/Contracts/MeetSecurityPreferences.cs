using System.ComponentModel.DataAnnotations;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The security preferences. In an update, fields that are not sent stay unchanged.</summary>
public sealed record MeetSecurityPreferences : RequestBody
{
    /// <summary>The sign-in that is required to join a room.</summary>
    public AuthenticationPreferences? Authentication { get; init; }

    /// <summary>The callers who may create rooms, in addition to administrators.</summary>
    public RoomCreationPreferences? RoomCreationPolicy { get; init; }

    internal UpdateSecurityPreferences ToRequest() =>
        new(
            Authentication?.AuthMode?.ToDomain(),
            RoomCreationPolicy?.AllowRoomCreation,
            RoomCreationPolicy?.RequireAuthentication
        );
}

/// <summary>The sign-in that is required to join a room.</summary>
public sealed record AuthenticationPreferences : RequestBody
{
    /// <summary>The participants who must sign in before they join a room.</summary>
    public AuthModeName? AuthMode { get; init; }

    /// <summary>The method by which users sign in.</summary>
    public AuthMethod? Method { get; init; }
}

/// <summary>The method by which users sign in. There is only one.</summary>
public sealed record AuthMethod : RequestBody
{
    /// <summary>The type of the method: always <c>single-user</c>.</summary>
    [Required]
    public AuthMethodType Type { get; init; }
}

/// <summary>The callers who may create rooms, in addition to administrators.</summary>
public sealed record RoomCreationPreferences : RequestBody
{
    /// <summary>Whether callers other than administrators may create rooms.</summary>
    public bool? AllowRoomCreation { get; init; }

    /// <summary>Whether these callers must be signed in.</summary>
    public bool? RequireAuthentication { get; init; }
}
