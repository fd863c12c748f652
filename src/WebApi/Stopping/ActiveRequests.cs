namespace OpenViduMeet.WebApi.Stopping;

/// <summary>
/// Counts the requests that have not ended. Once the server is told to stop, it also asks for a new connection with every answer: an idle
/// connection that the server closes could be the one on which a proxy sends its next request. HTTP/2 has its own message for that, which
/// Kestrel sends.
/// </summary>
internal sealed class ActiveRequests(IHostApplicationLifetime lifetime)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _count);
        try
        {
            if (!HttpProtocol.IsHttp2(context.Request.Protocol))
                context.Response.OnStarting(EndConnectionIfStopping, context.Response);
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    private Task EndConnectionIfStopping(object response)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            ((HttpResponse)response).Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
