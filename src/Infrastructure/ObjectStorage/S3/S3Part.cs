namespace OpenViduMeet.Infrastructure.ObjectStorage.S3;

/// <summary>A response that holds a part of an object.</summary>
/// <param name="Body">The body, from the first byte of the part on.</param>
/// <param name="Length">The number of bytes in the body, which may be more than were requested.</param>
internal sealed record S3Part(HttpResponseMessage Response, S3Body Body, long Length) : IDisposable
{
    public void Dispose()
    {
        Body.Dispose();
        Response.Dispose();
    }
}
