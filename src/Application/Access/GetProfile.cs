using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record GetProfile(Caller Caller) : IRequest<Result<User>>;

internal sealed class GetProfileHandler(IUserDirectory users)
    : IRequestHandler<GetProfile, Result<User>>
{
    public async Task<Result<User>> Handle(GetProfile request, CancellationToken ct)
    {
        if (request.Caller.User is not { } signedIn)
            return AccessErrors.Unauthorized;

        // The access token may have outlived its user, or the user's role.
        var user = await users.FindAsync(signedIn.Name, ct);
        return user is null ? AccessErrors.Unauthorized : user;
    }
}
