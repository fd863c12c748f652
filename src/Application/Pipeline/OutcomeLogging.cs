using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>Logs which use case ran and how it ended; never what was asked, which may hold secrets.</summary>
internal sealed partial class OutcomeLogging<TRequest, TResponse>(
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
        if (response.Error is null)
            LogDone(typeof(TRequest).Name);
        else if (response.Error.Kind == ErrorKind.Unavailable)
            LogUnavailable(typeof(TRequest).Name, response.Error.Message);
        else
            LogRefused(typeof(TRequest).Name, response.Error.Kind);
        return response;
    }

    [LoggerMessage(LogLevel.Debug, "{UseCase}: done")]
    private partial void LogDone(string useCase);

    [LoggerMessage(LogLevel.Debug, "{UseCase}: refused, {Kind}")]
    private partial void LogRefused(string useCase, ErrorKind kind);

    [LoggerMessage(LogLevel.Warning, "{UseCase}: failed, {Reason}")]
    private partial void LogUnavailable(string useCase, string reason);
}
