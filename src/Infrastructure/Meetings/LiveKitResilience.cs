using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// The handling of failed calls: one retry where it is safe, and a circuit breaker while LiveKit is down.
/// <see cref="Outside.BoundedCall"/> limits the total time of all attempts.
/// </summary>
internal static class LiveKitResilience
{
    /// <summary>The method that a request calls.</summary>
    public static readonly HttpRequestOptionsKey<TwirpMethod> Method = new("LiveKit.Method");

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Longer than the 3 s that LiveKit takes to answer that a room is not open.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(10);
    private const int FailuresToBreak = 4;

    /// <summary>In bytes. An error is a code and a sentence.</summary>
    private const int LargestError = 64 * 1024;

    /// <summary>
    /// The service of a request. Each service has its own circuit, so that a failure of egress does not keep participants from
    /// joining.
    /// </summary>
    public static string ServiceOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(Method, out var method) ? method.Service : "";

    /// <summary>The maximum size of an answer, in bytes.</summary>
    public static int LargestAnswer(HttpResponseMessage response) =>
        response.IsSuccessStatusCode
        && response.RequestMessage is { } request
        && request.Options.TryGetValue(Method, out var method)
            ? method.LargestAnswer
            : LargestError;

    /// <param name="circuit">Tells the state of the circuit.</param>
    public static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline,
        CircuitBreakerStateProvider circuit
    )
    {
        // Network calls take real time, also when a test sets the clock.
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
                    StateProvider = circuit,
                    ShouldHandle = arguments =>
                        ValueTask.FromResult(
                            IsTransient(arguments.Outcome, arguments.Context)
                                || (
                                    arguments.Outcome.Exception is TimeoutRejectedException
                                    && MethodOf(arguments.Context)
                                        is { FailureMeansServerDown: true }
                                )
                        ),
                }
            )
            .AddTimeout(AttemptTimeout);
    }

    /// <summary>
    /// Whether the connection or LiveKit failed, and LiveKit did not just reject the call. An answer that is too large is no failure of
    /// LiveKit: a participant can make it as large as they like.
    /// </summary>
    private static bool IsTransient(
        Outcome<HttpResponseMessage> outcome,
        ResilienceContext context
    ) =>
        (outcome.Exception is HttpRequestException or IOException && !IsTooLarge(outcome.Exception))
        || (
            outcome.Result is { } response
            && (int)response.StatusCode >= 500
            && MethodOf(context) is { FailureMeansServerDown: true }
        );

    public static bool IsTooLarge(Exception failure) =>
        failure
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConfigurationLimitExceeded
            };

    private static TwirpMethod? MethodOf(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Method, out var m)
            ? m
            : null;
}
