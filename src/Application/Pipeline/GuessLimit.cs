using MediatR;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// Refuses clients that have guessed wrong too often. A guess is reserved before anything is checked, and given back unless it was wrong.
/// If guesses were counted afterwards, all concurrent ones would be checked.
/// </summary>
internal sealed class GuessLimit<TRequest, TResponse>(
    IGuessLimits limits,
    IClientAddress client,
    CurrentGuess current
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull, IGuess
    where TResponse : IResult<TResponse>
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    ) =>
        request.Target is { } target && client.Network is { } network
            ? GuessAsync(target, network, next, cancellationToken)
            : next();

    private async Task<TResponse> GuessAsync(
        string target,
        string network,
        RequestHandlerDelegate<TResponse> next,
        CancellationToken ct
    )
    {
        var reserved = await limits.ReserveAsync(target, network, ct);
        if (reserved.IsFailure)
            return TResponse.Failure(reserved.Error);

        current.Reserved = reserved.Value;
        try
        {
            var response = await next();
            if (response.Error is { IsWrongGuess: true })
                await reserved.Value.WasWrongAsync();
            return response;
        }
        finally
        {
            reserved.Value.WasRight();
        }
    }
}
