using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Infrastructure.Outside;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>Calls LiveKit: JSON over HTTP, with a token of its own for every request.</summary>
internal sealed partial class TwirpClient(
    HttpClient http,
    LiveKitAuthorization authorization,
    ILogger<TwirpClient> logger
)
{
    public Task<TwirpAnswer<T>> CallAsync<T>(
        TwirpMethod method,
        LiveKitGrant grant,
        object request,
        CancellationToken ct
    )
        where T : class, ITwirpMessage =>
        BoundedCall.RunAsync(
            bounded => SendAsync<T>(method, grant, request, bounded),
            failure =>
            {
                LogUnreachable(method, failure.Cause);
                return new TwirpAnswer<T>(null, TwirpCodes.Unavailable);
            },
            ct
        );

    private async Task<TwirpAnswer<T>> SendAsync<T>(
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
        using var response = await http.SendAsync(message, ct);
        return response.IsSuccessStatusCode
            ? await ReadAsync<T>(method, response, ct)
            : await ReadFailureAsync<T>(method, response, ct);
    }

    private async Task<TwirpAnswer<T>> ReadAsync<T>(
        TwirpMethod method,
        HttpResponseMessage response,
        CancellationToken ct
    )
        where T : class, ITwirpMessage
    {
        try
        {
            // As bytes: an answer may name a character set that there is not.
            var json = await response.Content.ReadAsByteArrayAsync(ct);
            var value = JsonSerializer.Deserialize<T>(json, LiveKitJson.Answers);
            if (value is { IsComplete: true })
                return new TwirpAnswer<T>(value, Code: null);
        }
        catch (JsonException)
        {
            // Said below: an answer that is no JSON, or none that we know.
        }

        LogUnreadable(method);
        return new TwirpAnswer<T>(null, TwirpCodes.Unavailable);
    }

    /// <summary>Only the code is kept: the text of a refused token holds the token.</summary>
    private async Task<TwirpAnswer<T>> ReadFailureAsync<T>(
        TwirpMethod method,
        HttpResponseMessage response,
        CancellationToken ct
    )
        where T : class
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            LogRefused(method);
            return new TwirpAnswer<T>(null, TwirpCodes.Unauthenticated);
        }

        var code = await ReadCodeAsync(response, ct);
        if (
            code
            is not (
                TwirpCodes.NotFound
                or TwirpCodes.FailedPrecondition
                or TwirpCodes.NoEgressService
            )
        )
            LogFailed(method, (int)response.StatusCode, code);
        return new TwirpAnswer<T>(null, code);
    }

    private static async Task<string> ReadCodeAsync(
        HttpResponseMessage response,
        CancellationToken ct
    )
    {
        try
        {
            var json = await response.Content.ReadAsByteArrayAsync(ct);
            var error = JsonSerializer.Deserialize<TwirpError>(json, LiveKitJson.Answers);
            return TwirpCodes.Known(error?.Code, error?.Msg);
        }
        catch (JsonException)
        {
            return TwirpCodes.Unknown;
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

    [LoggerMessage(LogLevel.Warning, "LiveKit answered {Method} with something that is no answer")]
    private partial void LogUnreadable(TwirpMethod method);

    private sealed record TwirpError(string? Code, string? Msg);
}

/// <param name="Value">What LiveKit answered, if it did what it was asked.</param>
/// <param name="Code">Why it did not: one of <see cref="TwirpCodes"/>; <see langword="null"/> if it did.</param>
internal sealed record TwirpAnswer<T>(T? Value, string? Code)
    where T : class;

/// <summary>The error codes that mean something to us.</summary>
internal static class TwirpCodes
{
    public const string NotFound = "not_found";
    public const string FailedPrecondition = "failed_precondition";
    public const string Unavailable = "unavailable";
    public const string Unauthenticated = "unauthenticated";
    public const string Unknown = "unknown";

    /// <summary>A name of our own for an <c>internal</c> that says so in its text: LiveKit runs without Redis.</summary>
    public const string NoEgressService = "no_egress_service";

    private const string Internal = "internal";
    private const string EgressNotConnected = "egress not connected";

    private static readonly string[] OfInterest = [NotFound, FailedPrecondition, Unavailable];

    /// <summary>One of ours, so that nothing that LiveKit writes ends up in a log unseen.</summary>
    /// <param name="text">Looked at, and never kept.</param>
    public static string Known(string? code, string? text)
    {
        if (
            code == Internal
            && text?.Contains(EgressNotConnected, StringComparison.Ordinal) == true
        )
            return NoEgressService;
        return Array.Find(OfInterest, known => string.Equals(known, code, StringComparison.Ordinal))
            ?? Unknown;
    }
}
