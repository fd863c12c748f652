using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="Attempt">The attempt that the browser has kept, if it has kept the one that is answered.</param>
/// <param name="Answer">The provider's answer, or <see langword="null"/> if it holds no code.</param>
/// <param name="IsRefused">Whether the provider answered with an error.</param>
public sealed record CompleteProviderSignIn(
    SignInAttempt? Attempt,
    ProviderAnswer? Answer,
    bool IsRefused
) : IRequest<Result<UserTokens>>, IAudited, ICounted, IRestricted
{
    public Permission Needs => Permission.Anybody;

    public CountedAs CountedAs => CountedAs.SignInAtProvider;

    public AuditSubject Subject => AuditSubject.None;
}

internal sealed partial class CompleteProviderSignInHandler(
    IIdentityProvider provider,
    IUserTokens tokens,
    ISignInSessionRepository sessions,
    AuditTrail trail,
    TimeProvider clock,
    ILogger<CompleteProviderSignInHandler> logger
) : IRequestHandler<CompleteProviderSignIn, Result<UserTokens>>
{
    public async Task<Result<UserTokens>> Handle(
        CompleteProviderSignIn request,
        CancellationToken ct
    )
    {
        if (request.Attempt is not { } attempt)
            return Refused(AccessErrors.UnknownSignIn, "the browser has no such attempt");
        if (clock.GetUtcNow() >= attempt.ExpiresAt)
            return Refused(AccessErrors.UnknownSignIn, "the attempt has expired");
        if (request.IsRefused)
            return Refused(AccessErrors.SignInRefused, "the provider has refused it");
        if (request.Answer is not { } answer)
            return Refused(AccessErrors.UnknownSignIn, "the answer has no code");

        var redeemed = await provider.RedeemAsync(attempt, answer, ct);
        if (redeemed.IsFailure)
            return redeemed.Error;

        var account = redeemed.Value;
        // The actor is the key, because names of the provider's accounts are not unique.
        trail.By(account.Key);
        trail.About(account.SignIn.Name);
        var session = SignInSession.Begin(
            account.Key,
            expiresAt: clock.GetUtcNow() + tokens.SessionLifetime
        ) with
        {
            Provider = account.SignIn,
        };
        await sessions.AddAsync(session, ct);

        return UserTokens.Issue(tokens, account.ToUser(), session);
    }

    private Error Refused(Error error, string reason)
    {
        LogRefused(reason);
        return error;
    }

    [LoggerMessage(LogLevel.Information, "A sign-in by OpenID Connect was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
