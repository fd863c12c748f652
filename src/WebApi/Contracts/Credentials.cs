using System.ComponentModel.DataAnnotations;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>What somebody signs in with.</summary>
public sealed record Credentials
{
    /// <summary>4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Username { get; init; }

    /// <summary>4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Password { get; init; }

    /// <summary>Never the password: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(Credentials);
}

/// <summary>Says that it is done.</summary>
/// <param name="Message">One sentence for people.</param>
public sealed record MessageAnswer(string Message);

/// <summary>The user who is signed in.</summary>
/// <param name="Username">The user's name.</param>
/// <param name="Role"><c>user</c> or <c>admin</c>.</param>
public sealed record Profile(string Username, UserRoleName Role);
