namespace OpenViduMeet.Domain.Access;

/// <summary>What a signed-in user may do. Both roles may join rooms.</summary>
public enum UserRole
{
    /// <summary>May join rooms, and create them if the room creation policy allows it.</summary>
    User,

    /// <summary>May also manage rooms, recordings and preferences.</summary>
    Admin,
}
