using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record SignIn(string? Username, string? Password)
    : IRequest<Result<UserTokens>>,
        IGuess,
        IAudited
{
    public string? Target => Username is { Length: > 0 } name ? $"account {name}" : null;

    /// <summary>Never the password: a record's text ends up in logs.</summary>
    public override string ToString() => $"SignIn {{ Username = {Username} }}";
}
