using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Infrastructure.Caching;
using OpenViduMeet.Infrastructure.Logging;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Persistence.Queue;

namespace OpenViduMeet.Infrastructure.Persistence.Telemetry;

/// <summary>
/// What the database knows of the queues and of recordings that are not settled. It is asked when metrics are read, at most every few
/// seconds and for a limited time, so that a database that does not answer delays nobody.
/// </summary>
internal sealed partial class DatabaseGauges
{
    /// <summary>How long an answer is used.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>How long the database may take.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    /// <summary>The names of the queues as labels.</summary>
    private static readonly Dictionary<string, string> Queues = new(StringComparer.Ordinal)
    {
        [MeetingEventInbox.Policy.Name] = "meeting_events",
        [WebhookOutbox.Policy.Name] = "webhooks",
    };

    private static readonly Measurement<int>[] Nothing = [];

    private readonly IMeetDatabase _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<DatabaseGauges> _logger;
    private readonly LogThrottle _failed;
    private readonly SharedAnswer<Answer> _shared;

    private volatile Answer _latest = Answer.NotAskedYet;

    public DatabaseGauges(
        IMeetDatabase database,
        IMeterFactory meters,
        TimeProvider clock,
        ILogger<DatabaseGauges> logger
    )
    {
        (_database, _clock, _logger) = (database, clock, logger);
        _failed = new(clock);
        _shared = new(Lifetime, Bound, clock);
        var meter = meters.Create(MeetTelemetry.Name);
        meter.CreateObservableGauge(
            "meet.database.up",
            () => Latest() is { IsKnown: true } known ? [new(known.IsThere ? 1 : 0)] : Nothing,
            "{database}",
            "Whether the database answers: 1, or 0. Without it, the queues and unsettled recordings are not known."
        );
        meter.CreateObservableGauge(
            "meet.queue.items",
            () => Latest().Items,
            "{item}",
            "Items of a queue that wait, or that were given up and are still kept."
        );
        meter.CreateObservableGauge(
            "meet.queue.oldest.age",
            () => Latest().Ages,
            "s",
            "Age of the oldest item that waits in a queue; 0 if none waits."
        );
        meter.CreateObservableGauge(
            "meet.recordings.unsettled",
            () => Latest().Unsettled,
            "{recording}",
            "Recordings that are under way, or whose end is not completely processed."
        );
    }

    /// <summary>Asks the database, unless its answer is young enough. Returns within the time limit, also if the database fails.</summary>
    public Task RefreshAsync() => _shared.GetAsync(QueryAsync, Conclude);

    /// <summary>
    /// A scrape has refreshed the answer before it reads. An exporter that pushes metrics reads the answer of its previous time instead,
    /// because reading must not wait.
    /// </summary>
    private Answer Latest()
    {
        _ = RefreshAsync();
        return _latest;
    }

    private Answer Conclude(Asked<Answer> asked)
    {
        if (asked.Answer is null && _failed.Count() is not null)
            LogNoAnswer(asked.Cause);
        return _latest = asked.Answer ?? Answer.Missing;
    }

    private async Task<Answer> QueryAsync(CancellationToken ct)
    {
        await using var context = _database.Open();
        var queues = Queues.Keys.ToArray();
        var kept = await context
            .QueueItems.Where(item =>
                queues.Contains(item.Queue)
                && (item.State == QueueItemState.Waiting || item.State == QueueItemState.GivenUp)
            )
            .GroupBy(item => new { item.Queue, item.State })
            .Select(group => new
            {
                group.Key.Queue,
                group.Key.State,
                Count = group.Count(),
                Oldest = group.Min(item => item.AddedAt),
            })
            .ToListAsync(ct);
        var unsettled = await context
            .Recordings.Where(recording =>
                !EF.Property<bool>(recording, RecordingEntityConfiguration.Settled)
            )
            .GroupBy(recording => recording.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() })
            .ToListAsync(ct);

        var now = _clock.GetUtcNow();
        var answer = new Answer(IsThere: true);
        foreach (var (queue, label) in Queues)
        {
            var waiting = kept.Find(one =>
                one.Queue == queue && one.State == QueueItemState.Waiting
            );
            var givenUp = kept.Find(one =>
                one.Queue == queue && one.State == QueueItemState.GivenUp
            );
            var age = waiting is null ? TimeSpan.Zero : now - waiting.Oldest;
            var name = new KeyValuePair<string, object?>("meet.queue", label);
            answer.Items.Add(new(waiting?.Count ?? 0, name, State("waiting")));
            answer.Items.Add(new(givenUp?.Count ?? 0, name, State("given_up")));
            answer.Ages.Add(new(Math.Max(0, age.TotalSeconds), name));
        }

        foreach (var status in Enum.GetValues<RecordingStatus>())
        {
            var count = unsettled.Find(one => one.Status == status)?.Count ?? 0;
            answer.Unsettled.Add(new(count, RecordingMetrics.LabelOf(status)));
        }

        return answer;

        static KeyValuePair<string, object?> State(string state) => new("meet.queue.state", state);
    }

    [LoggerMessage(LogLevel.Warning, "The metrics of the database are missing: {Cause}")]
    private partial void LogNoAnswer(string cause);

    private sealed record Answer(bool IsThere)
    {
        /// <summary>The database did not answer.</summary>
        public static readonly Answer Missing = new(IsThere: false);

        public static readonly Answer NotAskedYet = new(IsThere: false) { IsKnown = false };

        public bool IsKnown { get; private init; } = true;

        public List<Measurement<int>> Items { get; } = [];

        public List<Measurement<double>> Ages { get; } = [];

        public List<Measurement<int>> Unsettled { get; } = [];
    }
}
