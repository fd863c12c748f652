using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// What happens to a call that fails: one more try where that is safe, and no calls while LiveKit is down. Its end in time, with all
/// tries, is that of <see cref="Outside.BoundedCall"/>.
/// </summary>
internal static class LiveKitResilience
{
    /// <summary>Which call a request is.</summary>
    public static readonly HttpRequestOptionsKey<TwirpMethod> Method = new("LiveKit.Method");

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>More than LiveKit takes to say that a room is not open: 3 s.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(10);
    private const int FailuresToBreak = 4;

    /// <summary>In bytes: an error is a code and a sentence.</summary>
    private const int LargestError = 64 * 1024;

    /// <summary>Rooms and egress each have a circuit of their own: that nothing can be recorded keeps nobody from joining.</summary>
    public static string ServiceOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Method, out var method) ? method.Service : "";

    /// <summary>How much of an answer is read, in bytes.</summary>
    public static int LargestAnswer(HttpResponseMessage response) =>
        response.IsSuccessStatusCode
        && response.RequestMessage is { } request
        && request.Options.TryGetValue(Method, out var method)
            ? method.LargestAnswer
            : LargestError;

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline)
    {
        // A network takes its real time, wherever a test has set the clock.
        pipeline.TimeProvider = TimeProvider.System;
        pipeline
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 1,
                    Delay = RetryDelay,
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            MethodOf(arguments.Context) is { IsRepeatable: true }
                                && IsTransient(arguments.Outcome, arguments.Context)
                                && !IsTooLarge(arguments.Outcome)
                        ),
                }
            )
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions<HttpResponseMessage>
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = FailuresToBreak,
                    SamplingDuration = SamplingDuration,
                    BreakDuration = BreakDuration,
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            IsTransient(arguments.Outcome, arguments.Context)
                                || (
                                    arguments.Outcome.Exception is TimeoutRejectedException
                                    && MethodOf(arguments.Context) is { TellsOfServer: true }
                                )
                        ),
                }
            )
            .AddTimeout(AttemptTimeout);
    }

    /// <summary>The connection failed, or LiveKit did; not: LiveKit said no.</summary>
    private static bool IsTransient(
        Outcome<HttpResponseMessage> outcome,
        ResilienceContext context
    ) =>
        outcome.Exception is HttpRequestException or IOException
        || (
            outcome.Result is { } response
            && (int)response.StatusCode >= 500
            && MethodOf(context) is { TellsOfServer: true }
        );

    private static bool IsTooLarge(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConfigurationLimitExceeded
            };

    private static TwirpMethod? MethodOf(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Method, out var m)
            ? m
            : null;
}
