using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Calls LiveKit with JSON over HTTP. Each request has a token for its grant.</summary>
internal sealed partial class TwirpClient(
    HttpClient http,
    LiveKitAuthorization authorization,
    LiveKitMetrics metrics,
    ILogger<TwirpClient> logger
)
{
    /// <returns>
    /// The answer; <see cref="TwirpErrors.NotFound"/>, <see cref="TwirpErrors.FailedPrecondition"/> or
    /// <see cref="TwirpErrors.NoEgressService"/> if LiveKit answers so; <see cref="TwirpErrors.AnswerTooLarge"/>;
    /// <see cref="MeetingErrors.Unavailable"/> for any other failure.
    /// </returns>
    public Task<Result<T>> CallAsync<T>(
        TwirpMethod method,
        LiveKitGrant grant,
        object request,
        CancellationToken ct
    )
        where T : class, ITwirpMessage =>
        metrics.Calls.RunAsync(
            method.ToString(),
            () =>
                BoundedCall.RunAsync<Result<T>>(
                    bounded => SendAsync<T>(method, grant, request, bounded),
                    failure =>
                    {
                        LogUnreachable(method, failure.Cause);
                        return MeetingErrors.Unavailable;
                    },
                    ct
                ),
            ct
        );

    private async Task<Result<T>> SendAsync<T>(
        TwirpMethod method,
        LiveKitGrant grant,
        object request,
        CancellationToken ct
    )
        where T : class, ITwirpMessage
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, method.Path)
        {
            Content = JsonContent.Create(request, request.GetType(), options: LiveKitJson.Requests),
        };
        message.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            authorization.TokenFor(grant)
        );
        message.Options.Set(LiveKitResilience.Method, method);
        try
        {
            using var response = await http.SendAsync(message, ct);
            return response.IsSuccessStatusCode
                ? await ReadAsync<T>(method, response, ct)
                : await ReadFailureAsync(method, response, ct);
        }
        catch (HttpRequestException failed) when (LiveKitResilience.IsTooLarge(failed))
        {
            if (!method.MayBeTooLarge)
                LogTooLarge(method, method.LargestAnswer);
            return TwirpErrors.AnswerTooLarge;
        }
    }

    private async Task<Result<T>> ReadAsync<T>(
        TwirpMethod method,
        HttpResponseMessage response,
        CancellationToken ct
    )
        where T : class, ITwirpMessage
    {
        try
        {
            // Read as bytes, because an answer may name an unknown character set.
            var json = await response.Content.ReadAsByteArrayAsync(ct);
            var value = JsonSerializer.Deserialize<T>(json, LiveKitJson.Answers);
            if (value is { IsComplete: true })
                return value;
        }
        catch (JsonException)
        {
            // Logged below: the answer is not the expected JSON.
        }

        LogUnreadable(method);
        return MeetingErrors.Unavailable;
    }

    private async Task<Error> ReadFailureAsync(
        TwirpMethod method,
        HttpResponseMessage response,
        CancellationToken ct
    )
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            LogRefused(method);
            return MeetingErrors.Unavailable;
        }

        var failure = await ReadErrorAsync(response, ct);
        if (TwirpErrors.Find(failure?.Code, failure?.Msg) is { } expected)
            return expected;
        LogFailed(method, (int)response.StatusCode, TwirpErrors.CodeForLog(failure?.Code));
        return MeetingErrors.Unavailable;
    }

    private static async Task<TwirpError?> ReadErrorAsync(
        HttpResponseMessage response,
        CancellationToken ct
    )
    {
        try
        {
            var json = await response.Content.ReadAsByteArrayAsync(ct);
            return JsonSerializer.Deserialize<TwirpError>(json, LiveKitJson.Answers);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "LiveKit cannot be reached for {Method}: {Cause}")]
    private partial void LogUnreachable(TwirpMethod method, string cause);

    [LoggerMessage(
        LogLevel.Error,
        "LiveKit refuses our credentials for {Method}: check LIVEKIT_API_KEY and LIVEKIT_API_SECRET"
    )]
    private partial void LogRefused(TwirpMethod method);

    [LoggerMessage(LogLevel.Warning, "LiveKit answered {Method} with {Status}, {Code}")]
    private partial void LogFailed(TwirpMethod method, int status, string code);

    [LoggerMessage(LogLevel.Warning, "LiveKit answered {Method} with more than {Bytes} bytes")]
    private partial void LogTooLarge(TwirpMethod method, int bytes);

    [LoggerMessage(LogLevel.Warning, "LiveKit answered {Method} with an unexpected body")]
    private partial void LogUnreadable(TwirpMethod method);
}

/// <summary>LiveKit's error. The text about a rejected token holds the token.</summary>
internal sealed record TwirpError(string? Code, string? Msg)
{
    /// <summary>Leaves out the text.</summary>
    public override string ToString() => TwirpErrors.CodeForLog(Code);
}

/// <summary>The failures of a call that callers distinguish.</summary>
internal static class TwirpErrors
{
    public static readonly Error NotFound = Error.NotFound(
        Area,
        "LiveKit does not know the resource"
    );

    public static readonly Error FailedPrecondition = Error.Conflict(
        Area,
        "The state of the resource does not allow the call"
    );

    /// <summary>LiveKit runs without Redis. It reports this in the text of an <c>internal</c> error.</summary>
    public static readonly Error NoEgressService = Error.Unavailable(
        Area,
        "LiveKit has no egress service"
    );

    /// <summary>LiveKit answered, with more than is read: see <see cref="TwirpMethod.LargestAnswer"/>.</summary>
    public static readonly Error AnswerTooLarge = Error.Unavailable(
        Area,
        "LiveKit's answer is too large"
    );

    private const string Area = "LiveKit Error";
    private const string Unavailable = "unavailable";
    private const string Internal = "internal";
    private const string EgressNotConnected = "egress not connected";

    /// <param name="text">The error's text. It is not kept, because the text about a rejected token holds the token.</param>
    /// <returns>One of the errors above, or <see langword="null"/>.</returns>
    public static Error? Find(string? code, string? text) =>
        code switch
        {
            "not_found" => NotFound,
            "failed_precondition" => FailedPrecondition,
            Internal when text?.Contains(EgressNotConnected, StringComparison.Ordinal) == true =>
                NoEgressService,
            _ => null,
        };

    /// <summary>The code if it is known, so that no unchecked text of LiveKit is logged.</summary>
    public static string CodeForLog(string? code) => code == Unavailable ? Unavailable : "unknown";
}
