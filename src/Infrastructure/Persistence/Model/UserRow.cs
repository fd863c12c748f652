using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>Somebody who can sign in, and the hash of their password.</summary>
internal sealed record UserRow(string Name, UserRole Role, string PasswordHash)
{
    public User ToUser() => new(Name, Role);

    /// <summary>Never the hash: a record's text ends up in logs.</summary>
    public override string ToString() => ToUser().ToString();
}
