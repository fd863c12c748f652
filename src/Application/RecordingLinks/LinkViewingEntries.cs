using System.Collections.Concurrent;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings.Links;

namespace OpenViduMeet.Application.RecordingLinks;

/// <summary>
/// Remembers which viewings through links are in the audit log already. A player asks for many ranges; an entry is made for each link,
/// address and hour, once on each node.
/// </summary>
internal sealed class LinkViewingEntries(TimeProvider clock)
{
    /// <summary>Beyond it, what was remembered is forgotten, and viewings may get a second entry.</summary>
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<(RecordingLinkId, string?, long Hour), byte> _made = [];

    /// <returns>The entry to make, or <see langword="null"/> if it has been made.</returns>
    public AuditEntry? Next(RecordingLink link, string? address)
    {
        var now = clock.GetUtcNow();
        var hour = now.ToUnixTimeSeconds() / 3600;
        if (_made.Count >= MaxRemembered)
            _made.Clear();
        if (!_made.TryAdd((link.Id, address, hour), 0))
            return null;

        foreach (var old in _made.Keys.Where(key => key.Hour < hour))
            _made.TryRemove(old, out _);
        return new AuditEntry(
            now,
            nameof(StreamSharedRecording),
            AuditActorKind.Link,
            link.Id.ToString(),
            address,
            link.Recording.Room.Value,
            Participant: null,
            link.Recording.ToString(),
            link.Id.ToString(),
            AuditEntry.Done
        );
    }
}
