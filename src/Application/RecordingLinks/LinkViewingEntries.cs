using System.Collections.Concurrent;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Application.RecordingLinks;

/// <summary>
/// Remembers which viewings through links are in the audit log already. A player asks for many ranges; an entry is made for each link,
/// address (network, with IPv6) and hour, once on each node.
/// </summary>
internal sealed class LinkViewingEntries(TimeProvider clock)
{
    /// <summary>Beyond it, what was remembered is forgotten, and viewings may get a second entry.</summary>
    private const int MaxRemembered = 100_000;

    private readonly ConcurrentDictionary<(RecordingLinkId Link, string? Network), long> _hours =
    [];

    /// <param name="network">The client's network: see <see cref="IClientAddress.Network"/>.</param>
    /// <returns>The entry to make, or <see langword="null"/> if it has been made.</returns>
    public AuditEntry? Next(RecordingLink link, string? network, string? address)
    {
        var now = clock.GetUtcNow();
        var hour = now.ToUnixTimeSeconds() / 3600;
        var key = (link.Id, network);
        if (_hours.TryGetValue(key, out var last) && last == hour)
            return null;

        if (_hours.Count >= MaxRemembered)
            _hours.Clear();
        // A player opens with several requests at once.
        var isFirst = _hours.TryGetValue(key, out var earlier)
            ? earlier != hour && _hours.TryUpdate(key, hour, earlier)
            : _hours.TryAdd(key, hour);
        if (!isFirst)
            return null;

        var id = link.Id.ToString();
        return new AuditEntry(
            now,
            nameof(StreamSharedRecording),
            AuditActorKind.Link,
            id,
            address,
            AuditEntry.Done
        ).With(new AuditSubject(link.Recording.Room, Recording: link.Recording, Target: id));
    }

    /// <summary>The entry could not be stored, so the next request makes it again.</summary>
    public void Forget(RecordingLink link, string? network) =>
        _hours.TryRemove((link.Id, network), out _);
}
