namespace OpenViduMeet.Domain.Recordings.Links;

/// <summary>
/// The viewings through links on this node. Links are cached for viewers, who send many requests a second; a link that is removed on any
/// node is not found within a second, nor is it from the moment of its removal on the same node.
/// </summary>
public interface ILinkViewings
{
    /// <summary>Begins a viewing. It ends within a second when the link expires or is removed on any node.</summary>
    /// <returns>The viewing, which the caller disposes; <see langword="null"/> if there is no such link, or it has expired.</returns>
    Task<LinkViewing?> BeginAsync(RecordingLinkId id, CancellationToken ct);
}

/// <summary>One request for a recording through a link.</summary>
public abstract class LinkViewing : IDisposable
{
    public abstract RecordingLink Link { get; }

    /// <summary>Is cancelled when the link ends while the recording is sent.</summary>
    public abstract CancellationToken Ended { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
