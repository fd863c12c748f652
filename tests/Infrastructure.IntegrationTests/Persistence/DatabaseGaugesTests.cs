using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Telemetry;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class DatabaseGaugesTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task The_items_of_queues_their_age_and_unsettled_recordings_are_shown()
    {
        var gauges = Installation.Get<DatabaseGauges>();
        using var read = new ReadGauges(Installation.Services);
        await Installation.CallAsync<IMeetingEventInbox, object>(async inbox =>
            await inbox.AddAsync(new RoomOpened("EV_1", RoomName.Parse("daily-abc")), Ct)
        );
        await Installation.CallAsync<IRecordingRepository, object>(async recordings =>
            await recordings.TryAddAsync(
                new Recording
                {
                    Id = RecordingId.Parse("daily-abc--EG_1--uid1"),
                    Status = RecordingStatus.Active,
                    StartedAt = Installation.Clock.GetUtcNow(),
                },
                Ct
            )
        );
        Installation.Clock.Advance(TimeSpan.FromMinutes(2));

        await gauges.RefreshAsync();

        var shown = read.All();
        Assert.That(shown["meet.database.up"], Is.EqualTo(1));
        Assert.That(shown["meet.queue.items meeting_events waiting"], Is.EqualTo(1));
        Assert.That(shown["meet.queue.items webhooks waiting"], Is.Zero);
        Assert.That(shown["meet.queue.oldest.age meeting_events"], Is.EqualTo(120));
        Assert.That(shown["meet.recordings.unsettled active"], Is.EqualTo(1));
        Assert.That(shown["meet.recordings active"], Is.EqualTo(1));
        Assert.That(shown["meet.recordings failed"], Is.Zero);
    }

    [Test]
    public async Task A_database_that_does_not_answer_delays_a_scrape_by_two_seconds_and_is_asked_once()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var end = new ManualResetEventSlim();
        var asked = 0;
        var stuck = new FakeDatabase
        {
            WhenOpened = () =>
            {
                Interlocked.Increment(ref asked);
                end.Wait();
                throw new InvalidOperationException();
            },
        };
        var clock = new FakeTimeProvider();
        var gauges = new DatabaseGauges(
            stuck,
            services.GetRequiredService<IMeterFactory>(),
            clock,
            NullLogger<DatabaseGauges>.Instance
        );
        using var read = new ReadGauges(services);

        await gauges.RefreshAsync().WaitAsync(TimeSpan.FromSeconds(15), Ct);
        clock.Advance(TimeSpan.FromMinutes(1));
        await gauges.RefreshAsync().WaitAsync(TimeSpan.FromSeconds(15), Ct);

        end.Set();
        Assert.That(asked, Is.EqualTo(1));
        Assert.That(read.All().Keys, Is.EqualTo(["meet.database.up"]));
        Assert.That(read.All()["meet.database.up"], Is.Zero);
    }

    [Test]
    public async Task A_database_that_stays_away_is_logged_once_a_minute()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var log = new LogLines();
        using var logs = new LoggerFactory([log]);
        var clock = new FakeTimeProvider();
        var gauges = new DatabaseGauges(
            new FakeDatabase(),
            services.GetRequiredService<IMeterFactory>(),
            clock,
            logs.CreateLogger<DatabaseGauges>()
        );

        for (var seconds = 0; seconds < 60; seconds += 15)
        {
            await gauges.RefreshAsync();
            clock.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.That(log.Lines, Has.Count.EqualTo(1));
    }

    /// <summary>Reads the gauges of one installation, by their names and the values of their labels.</summary>
    private sealed class ReadGauges : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

        public ReadGauges(IServiceProvider services)
        {
            var own = services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, own) && instrument.IsObservable)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Set(i, value, tags));
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Set(i, value, tags));
            _listener.SetMeasurementEventCallback<double>(
                (i, value, tags, _) => Set(i, value, tags)
            );
            _listener.Start();
        }

        public Dictionary<string, double> All()
        {
            _values.Clear();
            _listener.RecordObservableInstruments();
            return _values;
        }

        public void Dispose() => _listener.Dispose();

        private void Set(
            Instrument instrument,
            double value,
            ReadOnlySpan<KeyValuePair<string, object?>> tags
        )
        {
            var name = instrument.Name;
            foreach (var tag in tags)
                name += $" {tag.Value}";
            _values[name] = value;
        }
    }
}
