namespace OpenViduMeet.Domain.Access;

/// <summary>A user who can sign in.</summary>
/// <param name="Name">Unique, by ordinal comparison.</param>
public sealed record User(string Name, UserRole Role);
