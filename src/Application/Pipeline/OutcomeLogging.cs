using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// Logs the use case, its outcome and the client's address, but never the request, which may contain secrets. Outcomes for operators are
/// logged at the level Information: those of <see cref="IAudited"/> requests, and wrong guesses.
/// </summary>
internal sealed partial class OutcomeLogging<TRequest, TResponse>(
    IClientAddress client,
    ILogger<OutcomeLogging<TRequest, TResponse>> logger
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        var response = await next();
        Log(request, response.Error);
        return response;
    }

    private void Log(TRequest request, Error? error)
    {
        if (error?.Kind == ErrorKind.Unavailable)
        {
            LogUnavailable(typeof(TRequest).Name, error.Message);
            return;
        }

        var level = LevelOf(request, error);
        if (!logger.IsEnabled(level))
            return;
        var outcome = error is null ? "done" : $"refused, {error.Kind}";
        if (client.Address is { } address)
            LogOutcome(level, typeof(TRequest).Name, outcome, address);
        else
            LogOutcome(level, typeof(TRequest).Name, outcome);
    }

    /// <summary>When the limit is reached, the wrong guesses before it have already been logged.</summary>
    private static LogLevel LevelOf(TRequest request, Error? error) =>
        (request is IAudited && error?.Kind != ErrorKind.TooManyRequests)
        || error is { IsWrongGuess: true }
            ? LogLevel.Information
            : LogLevel.Debug;

    [LoggerMessage("{UseCase}: {Outcome}")]
    private partial void LogOutcome(LogLevel level, string useCase, string outcome);

    [LoggerMessage("{UseCase}: {Outcome}, from {Client}")]
    private partial void LogOutcome(LogLevel level, string useCase, string outcome, string client);

    [LoggerMessage(LogLevel.Warning, "{UseCase}: failed, {Reason}")]
    private partial void LogUnavailable(string useCase, string reason);
}
