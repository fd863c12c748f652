namespace OpenViduMeet.WebApi.Contracts;

/// <summary>Who must sign in, and for what. When sent, what is missing stays as it is.</summary>
public sealed record MeetSecurityPreferences
{
    /// <summary>Signing in before joining a room.</summary>
    public AuthenticationPreferences? Authentication { get; init; }

    /// <summary>Who may create rooms, beside administrators.</summary>
    public RoomCreationPreferences? RoomCreationPolicy { get; init; }
}

/// <summary>Signing in before joining a room.</summary>
public sealed record AuthenticationPreferences
{
    /// <summary>Who must sign in.</summary>
    public AuthModeName? AuthMode { get; init; }

    /// <summary>How.</summary>
    public AuthMethod? Method { get; init; }
}

/// <summary>How users sign in. There is one way.</summary>
/// <param name="Type">Always <c>single-user</c>.</param>
public sealed record AuthMethod(AuthMethodType Type);

/// <summary>Who may create rooms, beside administrators.</summary>
public sealed record RoomCreationPreferences
{
    /// <summary>Whether anybody else may at all.</summary>
    public bool? AllowRoomCreation { get; init; }

    /// <summary>Whether they must have signed in for it.</summary>
    public bool? RequireAuthentication { get; init; }
}
