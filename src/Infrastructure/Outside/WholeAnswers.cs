namespace OpenViduMeet.Infrastructure.Outside;

/// <summary>
/// Reads each answer to its end before anybody sees it, so that the bounds of a call hold for its headers and its body alike, and
/// never more of it than a limit.
/// </summary>
/// <param name="limit">In bytes.</param>
internal sealed class WholeAnswers(Func<HttpResponseMessage, int> limit) : DelegatingHandler
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
                // The length that an answer to HEAD names is not its own.
                if (request.Method != HttpMethod.Head)
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
            // SocketsHttpHandler tells the end of its ConnectTimeout so.
            throw new HttpRequestException(
                HttpRequestError.ConnectionError,
                "The connection was not made in time.",
                stopped
            );
        }
    }
}
