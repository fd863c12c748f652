using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

public sealed record SignIn(string Username, string Password)
    : IRequest<Result<UserTokens>>,
        IGuess,
        IAudited,
        ICounted,
        IRestricted
{
    public Permission Needs => Permission.Anybody;

    public CountedAs CountedAs => CountedAs.SignInWithPassword;

    public string? Target => AccountGuess.TargetOf(Username);

    public AuditSubject Subject => new(Target: Username);

    /// <summary>Omits the password, because the text of a record ends up in logs.</summary>
    public override string ToString() => $"SignIn {{ Username = {Username} }}";
}

internal sealed class SignInHandler(
    IUserDirectory users,
    IUserTokens tokens,
    ISignInSessionRepository sessions,
    AuditTrail trail,
    TimeProvider clock
) : IRequestHandler<SignIn, Result<UserTokens>>
{
    public async Task<Result<UserTokens>> Handle(SignIn request, CancellationToken ct)
    {
        var verified = await users.VerifyAsync(request.Username, request.Password, ct);
        if (verified.IsFailure)
            return verified.Error;

        var user = verified.Value;
        trail.By(user.Key);
        var session = SignInSession.Begin(
            user.Name,
            expiresAt: clock.GetUtcNow() + tokens.SessionLifetime
        );
        await sessions.AddAsync(session, ct);

        return UserTokens.Issue(tokens, user, session);
    }
}
