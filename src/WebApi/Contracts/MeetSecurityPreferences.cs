using System.ComponentModel.DataAnnotations;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Who must sign in, and for what. When sent, what is missing stays as it is.</summary>
public sealed record MeetSecurityPreferences : RequestBody
{
    /// <summary>Signing in before joining a room.</summary>
    public AuthenticationPreferences? Authentication { get; init; }

    /// <summary>Who may create rooms, beside administrators.</summary>
    public RoomCreationPreferences? RoomCreationPolicy { get; init; }

    internal UpdateSecurityPreferences ToRequest() =>
        new(
            Authentication?.AuthMode?.ToDomain(),
            RoomCreationPolicy?.AllowRoomCreation,
            RoomCreationPolicy?.RequireAuthentication
        );
}

/// <summary>Signing in before joining a room.</summary>
public sealed record AuthenticationPreferences : RequestBody
{
    /// <summary>Who must sign in.</summary>
    public AuthModeName? AuthMode { get; init; }

    /// <summary>How.</summary>
    public AuthMethod? Method { get; init; }
}

/// <summary>How users sign in. There is one way.</summary>
public sealed record AuthMethod : RequestBody
{
    /// <summary>Always <c>single-user</c>.</summary>
    [Required]
    public AuthMethodType Type { get; init; }
}

/// <summary>Who may create rooms, beside administrators.</summary>
public sealed record RoomCreationPreferences : RequestBody
{
    /// <summary>Whether anybody else may at all.</summary>
    public bool? AllowRoomCreation { get; init; }

    /// <summary>Whether they must have signed in for it.</summary>
    public bool? RequireAuthentication { get; init; }
}
