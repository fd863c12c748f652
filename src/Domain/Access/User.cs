namespace OpenViduMeet.Domain.Access;

/// <summary>Somebody who can sign in.</summary>
/// <param name="Name">Unique, compared by ordinal.</param>
public sealed record User(string Name, UserRole Role);
