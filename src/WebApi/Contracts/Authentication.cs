using System.ComponentModel.DataAnnotations;
using FluentValidation;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The username and password to sign in with.</summary>
public sealed record Credentials : RequestBody, IGuess
{
    /// <summary>The username: 4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Username { get; init; }

    /// <summary>The password: 4 to 256 characters.</summary>
    /// <example>admin</example>
    [Required]
    public string? Password { get; init; }

    /// <summary>
    /// How the tokens are returned. Browsers keep them in cookies that scripts cannot read. An app that does not keep cookies can ask for
    /// them in the body.
    /// </summary>
    public TokenDelivery? TokenDelivery { get; init; }

    string? IGuess.Target =>
        string.IsNullOrEmpty(Username) ? null : AccountGuess.TargetOf(Username);

    internal SignIn ToRequest() => new(Valid(Username), Valid(Password));

    /// <summary>Omits the password, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(Credentials);
}

internal sealed class CredentialsValidator : AbstractValidator<Credentials>
{
    public CredentialsValidator()
    {
        RuleFor(body => body.Username)
            .NotEmpty()
            .Length(CredentialLengths.Min, CredentialLengths.Max);
        RuleFor(body => body.Password)
            .NotEmpty()
            .Length(CredentialLengths.Min, CredentialLengths.Max);
    }
}

/// <summary>The confirmation of a successful request.</summary>
/// <param name="Message">A readable message.</param>
public sealed record MessageAnswer(string Message);

/// <summary>The confirmation that the user is signed in.</summary>
/// <param name="Message">A readable message.</param>
public sealed record SignedInAnswer(string Message)
{
    /// <summary>
    /// The access token, for the header <c>Authorization: Bearer</c>. It is left out if the tokens are in cookies, and so are the
    /// following.
    /// </summary>
    public string? AccessToken { get; init; }

    /// <summary>The refresh token, for the header <c>X-Refresh-Token</c>.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>How long the access token is valid, in seconds.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>Omits the tokens, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(SignedInAnswer);
}

/// <summary>The signed-in user.</summary>
/// <param name="Username">The username.</param>
/// <param name="Role">The role of the user.</param>
public sealed record Profile(string Username, UserRoleName Role);

/// <summary>How users can sign in.</summary>
/// <param name="Enabled">Whether users can sign in at an OpenID Connect provider.</param>
/// <param name="BuiltInUsers">Whether users can sign in with a username and a password.</param>
public sealed record OidcSignIn(bool Enabled, bool BuiltInUsers);
