using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Application.Recordings;

/// <summary>What to answer to somebody who wants to watch a recording. To be disposed of when all is sent.</summary>
/// <param name="Facts">Of the media as it is now.</param>
/// <param name="FileName">For a download.</param>
public sealed record RecordingPlayback(MediaFacts Facts, string FileName) : IAsyncDisposable
{
    /// <summary>The caller has this state already: no content is sent.</summary>
    public bool IsNotModified { get; init; }

    /// <summary>The part that is sent, or <see langword="null"/> for the whole.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// Starts at the first byte to send and may go on past the last; <see langword="null"/> where no content is sent.
    /// </summary>
    public Stream? Content { get; init; }

    /// <summary>What holds the content open.</summary>
    public IAsyncDisposable? Source { get; init; }

    /// <summary>How many bytes of <see cref="Content"/> to send.</summary>
    public long ContentLength => Range?.Length ?? Facts.Size;

    public async ValueTask DisposeAsync()
    {
        if (Content is not null)
            await Content.DisposeAsync();
        if (Source is not null)
            await Source.DisposeAsync();
    }
}
