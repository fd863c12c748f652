namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// Reads each response completely into memory, up to a size limit, so that the time limits of a call include its body.
/// </summary>
/// <param name="limit">The maximum size of a response, in bytes.</param>
internal sealed class BufferedResponses(Func<HttpResponseMessage, int> limit) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                if (request.Method == HttpMethod.Head)
                    response.Content = await WithoutBodyAsync(response.Content, cancellationToken);
                else
                    await response.Content.LoadIntoBufferAsync(limit(response), cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException stopped) when (!cancellationToken.IsCancellationRequested)
        {
            // SocketsHttpHandler reports the end of its ConnectTimeout in this way.
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                "The connection was not made in time.",
                stopped
            );
        }
    }

    /// <summary>
    /// The Content-Length of a response to HEAD is not the length of its own body. The client would refuse one of more than 2 GiB, unless
    /// the content is buffered already.
    /// </summary>
    private static async Task<HttpContent> WithoutBodyAsync(
        HttpContent content,
        CancellationToken ct
    )
    {
        var empty = new ByteArrayContent([]);
        await empty.LoadIntoBufferAsync(ct);
        // Its own length.
        empty.Headers.Clear();
        foreach (var header in content.Headers.NonValidated)
            empty.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value);
        return empty;
    }
}
