using System.ComponentModel.DataAnnotations;
using FluentValidation;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>What somebody signs in with.</summary>
public sealed record Credentials : RequestBody, IGuess
{
    /// <summary>4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Username { get; init; }

    /// <summary>4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Password { get; init; }

    string? IGuess.Target =>
        string.IsNullOrEmpty(Username) ? null : AccountGuess.TargetOf(Username);

    internal SignIn ToRequest() => new(Valid(Username), Valid(Password));

    /// <summary>Never the password: a record's text ends up in logs.</summary>
    public override string ToString() => nameof(Credentials);
}

internal sealed class CredentialsValidator : AbstractValidator<Credentials>
{
    private const int MinLength = 4;
    private const int MaxLength = 256;

    public CredentialsValidator()
    {
        RuleFor(body => body.Username).NotEmpty().Length(MinLength, MaxLength);
        RuleFor(body => body.Password).NotEmpty().Length(MinLength, MaxLength);
    }
}

/// <summary>Says that it is done.</summary>
/// <param name="Message">One sentence for people.</param>
public sealed record MessageAnswer(string Message);

/// <summary>The user who is signed in.</summary>
/// <param name="Username">The user's name.</param>
/// <param name="Role"><c>user</c> or <c>admin</c>.</param>
public sealed record Profile(string Username, UserRoleName Role);
