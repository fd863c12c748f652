using System.Diagnostics;
using MediatR;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// Logs and measures the use case: its outcome, its duration, the room and the recording that it names, and the client's address, but
/// never the request, which may contain secrets. Outcomes for operators are logged at the level Information: those of
/// <see cref="IAudited"/> requests, and wrong guesses.
/// </summary>
internal sealed partial class OutcomeLogging<TRequest, TResponse>(
    IClientAddress client,
    UseCaseMetrics metrics,
    TimeProvider clock,
    ILogger<OutcomeLogging<TRequest, TResponse>> logger
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : notnull
    where TResponse : IResult<TResponse>
{
    private static readonly string UseCase = typeof(TRequest).Name;

    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        using var activity = StartActivity();
        var began = clock.GetTimestamp();
        try
        {
            var response = await next();
            var took = clock.GetElapsedTime(began);
            End(activity, request, Outcome.Of(response.Error), response.Error, took);
            Log(request, response.Error, took);
            return response;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            End(activity, request, Outcome.Cancelled, error: null, clock.GetElapsedTime(began));
            throw;
        }
        catch (Exception failed)
        {
            var took = clock.GetElapsedTime(began);
            if (DatabaseFailure.IsIn(failed))
            {
                var error = DatabaseFailure.Error;
                End(activity, request, Outcome.Of(error), error, took);
                Log(request, error, took);
            }
            else
            {
                End(activity, request, Outcome.Exception, error: null, took);
                Log(request, LogLevel.Error, "failed, an unexpected exception", took);
            }

            throw;
        }
    }

    /// <summary>Background work has no activity of its own. It gets one, so that its log lines have a trace id too.</summary>
    private static Activity? StartActivity() =>
        MeetTelemetry.Activities.StartActivity(UseCase)
        ?? (Activity.Current is null ? new Activity(UseCase).Start() : null);

    private void End(
        Activity? activity,
        TRequest request,
        string outcome,
        Error? error,
        TimeSpan took
    )
    {
        metrics.Record(request, outcome, error, took);
        if (activity is not { IsAllDataRequested: true })
            return;
        activity.SetTag(MeetTelemetry.OutcomeLabel, outcome);
        activity.SetTag("meet.room", RequestSubject<TRequest>.RoomOf(request)?.Value);
        activity.SetTag(
            "meet.recording",
            RequestSubject<TRequest>.RecordingOf(request)?.ToString()
        );
        if (error?.Kind == ErrorKind.Unavailable || outcome == Outcome.Exception)
            activity.SetStatus(ActivityStatusCode.Error);
    }

    private void Log(TRequest request, Error? error, TimeSpan took)
    {
        var level = LevelOf(request, error);
        if (logger.IsEnabled(level))
            Log(
                request,
                level,
                error switch
                {
                    null => "done",
                    { Kind: ErrorKind.Unavailable } => $"failed, {error.Message}",
                    _ => $"refused, {error.Kind}",
                },
                took
            );
    }

    private void Log(TRequest request, LogLevel level, string outcome, TimeSpan took)
    {
        var milliseconds = Math.Round(took.TotalMilliseconds, 1);
        var room = RequestSubject<TRequest>.RoomOf(request);
        var recording = RequestSubject<TRequest>.RecordingOf(request);
        if (client.Address is { } address)
            LogOutcome(level, UseCase, outcome, milliseconds, address, room, recording);
        else
            LogOutcome(level, UseCase, outcome, milliseconds, room, recording);
    }

    /// <summary>When the limit is reached, the wrong guesses before it have already been logged.</summary>
    private static LogLevel LevelOf(TRequest request, Error? error) =>
        error?.Kind switch
        {
            ErrorKind.Unavailable => LogLevel.Warning,
            ErrorKind.TooManyRequests => LogLevel.Debug,
            _ when request is IAudited || error is { IsWrongGuess: true } => LogLevel.Information,
            _ => LogLevel.Debug,
        };

    // The room and the recording are values of the line, beside its text.
#pragma warning disable SYSLIB1015
    [LoggerMessage("{UseCase}: {Outcome} in {Milliseconds} ms")]
    private partial void LogOutcome(
        LogLevel level,
        string useCase,
        string outcome,
        double milliseconds,
        RoomName? room,
        RecordingId? recording
    );

    [LoggerMessage("{UseCase}: {Outcome} in {Milliseconds} ms, from {Client}")]
    private partial void LogOutcome(
        LogLevel level,
        string useCase,
        string outcome,
        double milliseconds,
        string client,
        RoomName? room,
        RecordingId? recording
    );
#pragma warning restore SYSLIB1015
}
