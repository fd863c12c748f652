using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A user who can sign in, with the hash of the password.</summary>
internal sealed record UserRow(string Name, UserRole Role, string PasswordHash)
{
    public User ToUser() => new(Name, Role);

    /// <summary>Leaves out the hash: the text of a record may be logged.</summary>
    public override string ToString() => ToUser().ToString();
}
