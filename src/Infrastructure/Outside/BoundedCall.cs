using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using Polly;
using Polly.Timeout;

namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// The one way of calling what lies outside of this process: never for longer than a bound, and with one rule for what is thrown. A
/// call that its caller cancels is cancelled. Whatever else is thrown because of time, of the connection, or of an answer's size or
/// shape is a failure of the outside. What is thrown for any other reason is a bug, and is not caught.
/// </summary>
internal static class BoundedCall
{
    /// <summary>For one call: a little less than the time within which every request is answered.</summary>
    public static readonly TimeSpan Longest = RequestTime.Limit - TimeSpan.FromMilliseconds(200);

    /// <param name="call">Heeds the token that it is given.</param>
    /// <param name="ifFailed">What comes of a failure of the outside.</param>
    /// <param name="longest"><see cref="Longest"/>, unless something else is said.</param>
    /// <param name="clock">The system's, unless a test is to move it: a network takes its real time.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled the call.</exception>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call,
        Func<OutsideFailure, T> ifFailed,
        CancellationToken ct,
        TimeSpan? longest = null,
        TimeProvider? clock = null
    )
    {
        ct.ThrowIfCancellationRequested();
        var request = RequestTime.Current;
        var limit = (longest ?? Longest) - (request?.Used ?? TimeSpan.Zero);
        if (limit <= TimeSpan.Zero)
            return ifFailed(new OutsideFailure("no time is left for it", Exception: null));

        request?.Enter();
        var hasFailed = false;
        using var time = new CancellationTokenSource(limit, clock ?? TimeProvider.System);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct, time.Token);
        try
        {
            return await call(bound.Token);
        }
        catch (Exception failed) when (IsOfTheOutside(failed))
        {
            hasFailed = true;
            // An aborted connection may be told as something else than the cancellation that aborted it.
            ct.ThrowIfCancellationRequested();
            var cause = time.IsCancellationRequested
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"no whole answer within {limit.TotalSeconds:0.#} s"
                )
                : Describe(failed);
            return ifFailed(new OutsideFailure(cause, failed));
        }
        finally
        {
            request?.Leave(hasFailed);
        }
    }

    private static bool IsOfTheOutside(Exception exception) =>
        exception
            is OperationCanceledException
                or TimeoutException
                or HttpRequestException
                or IOException
                or SocketException
                or AuthenticationException
                or ExecutionRejectedException
                or JsonException
                or XmlException;

    /// <summary>In our own words: an exception's text may repeat what came from outside.</summary>
    private static string Describe(Exception failed)
    {
        if (failed is TimeoutRejectedException or TimeoutException or OperationCanceledException)
            return "no whole answer in time";

        var kind = failed is HttpRequestException { HttpRequestError: var error }
            ? error.ToString()
            : failed.GetType().Name;
        for (var inner = failed; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
                return $"{kind}, {socket.SocketErrorCode}";
        }

        return kind;
    }
}

/// <param name="Cause">For a log. Holds nothing that came from outside.</param>
/// <param name="Exception">What was thrown, or <see langword="null"/> where the call was not made.</param>
internal sealed record OutsideFailure(string Cause, Exception? Exception);
