using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record SignIn(string? Username, string? Password) : IRequest<Result<UserTokens>>
{
    /// <summary>Never the password: a record's text ends up in logs.</summary>
    public override string ToString() => $"SignIn {{ Username = {Username} }}";
}
