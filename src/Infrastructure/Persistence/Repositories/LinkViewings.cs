using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Infrastructure.Logging;
using OpenViduMeet.Infrastructure.Persistence.Changes;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <summary>Caches links, and knows the requests that are being answered through each.</summary>
internal sealed partial class LinkViewings : ILinkViewings, IDisposable
{
    /// <summary>A timer cannot be set for longer than 49 days. A player asks again long before.</summary>
    private static readonly TimeSpan LongestViewing = TimeSpan.FromDays(40);

    /// <summary>A node can end after it has removed a link and before it has told the others.</summary>
    private static readonly TimeSpan AskInterval = TimeSpan.FromSeconds(1);

    private readonly IMeetDatabase _meet;
    private readonly TimeProvider _clock;
    private readonly ILogger<LinkViewings> _logger;
    private readonly ChangingFacts<RecordingLinkId, RecordingLink> _links;
    private readonly Dictionary<RecordingLinkId, HashSet<Viewing>> _current = [];
    private readonly Lock _lock = new();
    private readonly ITimer _asking;
    private readonly LogThrottle _notAsked;
    private int _isAsking;

    public LinkViewings(
        IMeetDatabase meet,
        IChangeFeed feed,
        TimeProvider clock,
        ILogger<LinkViewings> logger
    )
    {
        (_meet, _clock, _logger) = (meet, clock, logger);
        _links = new("recording-link", feed, clock, OnRemoved);
        _notAsked = new LogThrottle(clock);
        _asking = clock.CreateTimer(_ => OnRemoved(id: null), null, AskInterval, AskInterval);
    }

    public async Task<LinkViewing?> BeginAsync(RecordingLinkId id, CancellationToken ct)
    {
        // Before the link is read, so that a removal in between ends the viewing.
        var viewing = Add(new Viewing(this, id, _clock));
        var isBegun = false;
        try
        {
            isBegun =
                await _links.FindAsync(id, () => ReadAsync(id, ct)) is { } link
                && viewing.TryBegin(link, _clock.GetUtcNow());
            return isBegun ? viewing : null;
        }
        finally
        {
            if (!isBegun)
                viewing.Dispose();
        }
    }

    /// <summary>Ends the viewings through a link on all nodes, because it was removed.</summary>
    public void End(RecordingLinkId id) => _links.Forget(id);

    public void Dispose()
    {
        _asking.Dispose();
        _links.Dispose();
    }

    private async Task<RecordingLink?> ReadAsync(RecordingLinkId id, CancellationToken ct)
    {
        await using var database = _meet.Open();
        return await database.RecordingLinks.SingleOrDefaultAsync(link => link.Id == id, ct);
    }

    private void OnRemoved(RecordingLinkId? id)
    {
        if (id is null)
            _ = EndRemovedAsync();
        else
            EndHere(id);
    }

    /// <summary>
    /// Asks the database which of the links in use are gone, because the removal of some may have been missed. Without viewings, it asks
    /// nothing.
    /// </summary>
    private async Task EndRemovedAsync()
    {
        RecordingLinkId[] asked;
        lock (_lock)
            asked = [.. _current.Keys];
        if (asked.Length == 0 || Interlocked.Exchange(ref _isAsking, 1) == 1)
            return;

        try
        {
            await using var database = _meet.Open();
            var kept = await database
                .RecordingLinks.Where(link => EF.Parameter(asked).Contains(link.Id))
                .Select(link => link.Id)
                .ToListAsync();
            foreach (var removed in asked.Except(kept))
                EndHere(removed);
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            // Asked again a second later.
            if (_notAsked.Count() is not null)
                LogNotAsked(failed.Message);
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }

    private void EndHere(RecordingLinkId id)
    {
        Viewing[] ended;
        lock (_lock)
            ended = _current.TryGetValue(id, out var viewings) ? [.. viewings] : [];
        foreach (var viewing in ended)
            viewing.End();
    }

    private Viewing Add(Viewing viewing)
    {
        lock (_lock)
        {
            if (!_current.TryGetValue(viewing.Id, out var viewings))
                _current[viewing.Id] = viewings = [];
            viewings.Add(viewing);
        }

        return viewing;
    }

    private void Remove(Viewing viewing)
    {
        lock (_lock)
        {
            if (
                _current.TryGetValue(viewing.Id, out var viewings)
                && viewings.Remove(viewing)
                && viewings.Count == 0
            )
                _current.Remove(viewing.Id);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Viewings through links that another node has revoked may go on, because the database failed: {Cause}"
    )]
    private partial void LogNotAsked(string cause);

    private sealed class Viewing(LinkViewings all, RecordingLinkId id, TimeProvider clock)
        : LinkViewing
    {
        private readonly CancellationTokenSource _ended = new(Timeout.InfiniteTimeSpan, clock);
        private RecordingLink? _link;

        public RecordingLinkId Id => id;

        public override RecordingLink Link =>
            _link ?? throw new InvalidOperationException("The viewing has not begun.");

        public override CancellationToken Ended => _ended.Token;

        /// <returns>Whether the link exists. It may have been removed since it was read.</returns>
        public bool TryBegin(RecordingLink link, DateTimeOffset now)
        {
            if (link.IsExpired(now) || _ended.IsCancellationRequested)
                return false;
            _link = link;
            var rest = link.ExpiresAt - now;
            _ended.CancelAfter(rest < LongestViewing ? rest : LongestViewing);
            return true;
        }

        public void End()
        {
            try
            {
                // Does not wait for what the cancellation sets in motion.
                _ = _ended.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The viewing has just ended by itself.
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (!disposing)
                return;
            all.Remove(this);
            _ended.Dispose();
        }
    }
}
