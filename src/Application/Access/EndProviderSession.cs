using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <summary>Ends sign-in sessions because the identity provider says so (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <param name="LogoutToken">The provider's signed token, or <see langword="null"/> if the request has none.</param>
public sealed record EndProviderSession(string? LogoutToken)
    : IRequest<Result<EndedSessions>>,
        IAudited,
        IRestricted
{
    public Permission Needs => Permission.Anybody;

    public AuditSubject Subject => AuditSubject.None;

    AuditActorKind IAudited.ActorWithoutCredential => AuditActorKind.Provider;

    /// <summary>Omits the token, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(EndProviderSession);
}

public sealed record EndedSessions(IReadOnlyList<Guid> Ids);

internal sealed class EndProviderSessionHandler(
    IIdentityProvider provider,
    ISignInSessionRepository sessions,
    AuditTrail trail
) : IRequestHandler<EndProviderSession, Result<EndedSessions>>
{
    public async Task<Result<EndedSessions>> Handle(
        EndProviderSession request,
        CancellationToken ct
    )
    {
        if (request.LogoutToken is not { } token)
            return AccessErrors.InvalidLogoutToken;

        var logout = await provider.ReadLogoutAsync(token, ct);
        if (logout.IsFailure)
            return logout.Error;

        if (logout.Value.AccountKey is { } account)
            trail.About(account);
        var ended = await sessions.EndAsync(logout.Value, ct);
        return ended is null ? AccessErrors.InvalidLogoutToken : new EndedSessions(ended);
    }
}
