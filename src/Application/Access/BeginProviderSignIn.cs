using MediatR;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <summary>Sends a browser to the identity provider. Nothing is stored: only the browser knows of the attempt.</summary>
/// <param name="Callback">The URL to which the provider sends the browser back.</param>
public sealed record BeginProviderSignIn(string Callback, ReturnPath ReturnTo)
    : IRequest<Result<ProviderSignInStart>>,
        IRestricted
{
    public Permission Needs => Permission.Anybody;
}

/// <param name="Url">The page of the provider.</param>
/// <param name="Attempt">What the browser must keep.</param>
public sealed record ProviderSignInStart(Uri Url, SignInAttempt Attempt);

internal sealed class BeginProviderSignInHandler(IIdentityProvider provider, TimeProvider clock)
    : IRequestHandler<BeginProviderSignIn, Result<ProviderSignInStart>>
{
    public async Task<Result<ProviderSignInStart>> Handle(
        BeginProviderSignIn request,
        CancellationToken ct
    )
    {
        var attempt = SignInAttempt.New(request.Callback, request.ReturnTo, clock);
        var url = await provider.GetSignInUrlAsync(attempt, ct);
        return url.IsFailure ? url.Error : new ProviderSignInStart(url.Value, attempt);
    }
}
