namespace OpenViduMeet.Domain.Access;

/// <summary>What a signed-in user may do. Both roles may join rooms.</summary>
public enum UserRole
{
    /// <summary>Joins rooms, and creates them if the room creation policy says so.</summary>
    User,

    /// <summary>Manages rooms, recordings and preferences.</summary>
    Admin,
}
