using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using Polly;
using Polly.Timeout;

namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// The only way to call something outside of this process. It limits the time of a call and translates its exceptions. A call that its
/// caller cancels throws <see cref="OperationCanceledException"/>. Any other exception caused by the time limit, the connection, or the
/// size or format of the response is a failure of the outside. All other exceptions are bugs and are not caught.
/// </summary>
internal static class BoundedCall
{
    /// <summary>The time limit of one call, a little less than the time within which every request is answered.</summary>
    public static readonly TimeSpan Longest = RequestTime.Limit - TimeSpan.FromMilliseconds(200);

    /// <param name="call">The call, which must observe its token.</param>
    /// <param name="ifFailed">Returns the result of a failure of the outside.</param>
    /// <param name="longest">The time limit; <see cref="Longest"/> by default.</param>
    /// <param name="clock">The clock of the time limit. By default the system's, because network calls take real time.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled the call.</exception>
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
        catch (Exception failed) when (IsOutsideFailure(failed))
        {
            hasFailed = true;
            // An exception of an aborted connection may hide the cancellation that aborted it.
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

    private static bool IsOutsideFailure(Exception exception) =>
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

    /// <summary>The text of the exception is not used, because it may repeat text from outside.</summary>
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

/// <param name="Cause">The cause, for the log. Holds no text from outside.</param>
/// <param name="Exception">The exception, or <see langword="null"/> if the call was not made.</param>
internal sealed record OutsideFailure(string Cause, Exception? Exception);
