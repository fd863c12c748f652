using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Application.Recordings;

/// <summary>The response to a request for a recording's media. Dispose it when everything is sent.</summary>
/// <param name="Facts">The current facts of the media.</param>
/// <param name="FileName">The name of a downloaded file.</param>
public sealed record RecordingPlayback(MediaFacts Facts, string FileName) : IAsyncDisposable
{
    /// <summary>Whether the caller already has the current media, so that no content is sent.</summary>
    public bool IsNotModified { get; init; }

    /// <summary>The range that is sent, or <see langword="null"/> for the whole media.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// The content. It starts at the first byte to send and may continue past the last. <see langword="null"/> if no content is sent.
    /// </summary>
    public Stream? Content { get; init; }

    /// <summary>The owner of the content, which is disposed after it.</summary>
    public IAsyncDisposable? Source { get; init; }

    /// <summary>The viewing through a link, which is disposed with the response; <see langword="null"/> without a link.</summary>
    public LinkViewing? Viewing { get; init; }

    /// <summary>Is cancelled when the viewer may not watch any longer, so that the rest is not sent.</summary>
    public CancellationToken Ended => Viewing?.Ended ?? CancellationToken.None;

    /// <summary>The number of bytes of <see cref="Content"/> to send.</summary>
    public long ContentLength => Range?.Length ?? Facts.Size;

    public async ValueTask DisposeAsync()
    {
        Viewing?.Dispose();
        if (Content is not null)
            await Content.DisposeAsync();
        if (Source is not null)
            await Source.DisposeAsync();
    }
}
