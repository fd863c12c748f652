using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record GetProfile : IRequest<Result<User>>, IRestricted
{
    public Permission Needs => Permission.SignedIn;
}

internal sealed class GetProfileHandler(ICurrentCaller current, IUserDirectory users)
    : IRequestHandler<GetProfile, Result<User>>
{
    public async Task<Result<User>> Handle(GetProfile request, CancellationToken ct)
    {
        if (current.Caller.User is not { } signedIn)
            return AccessErrors.Unauthorized;

        // The name and the role of a user of the identity provider do not change during the session.
        if (!signedIn.IsBuiltIn)
            return signedIn;

        // The user may have been removed, or the role changed, after the access token was issued.
        var user = await users.FindAsync(signedIn.Name, ct);
        return user is null ? AccessErrors.Unauthorized : user;
    }
}
