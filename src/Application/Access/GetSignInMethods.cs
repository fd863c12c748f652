using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record GetSignInMethods : IRequest<Result<SignInMethods>>, IRestricted
{
    public Permission Needs => Permission.Anybody;
}

/// <param name="HasProvider">Whether users can sign in at an identity provider.</param>
/// <param name="HasBuiltInUsers">Whether users can sign in with a password.</param>
public sealed record SignInMethods(bool HasProvider, bool HasBuiltInUsers);

internal sealed class GetSignInMethodsHandler(IIdentityProvider provider, IUserDirectory users)
    : IRequestHandler<GetSignInMethods, Result<SignInMethods>>
{
    public Task<Result<SignInMethods>> Handle(GetSignInMethods request, CancellationToken ct) =>
        Task.FromResult<Result<SignInMethods>>(
            new SignInMethods(provider.IsConfigured, users.IsInUse)
        );
}
