using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.BlackBox.Tests;

/// <summary>
/// A server that is killed while LiveKit sends it events. Eight senders send a thousand events, each twice, and retry when they get
/// no answer, as LiveKit does.
/// </summary>
public sealed class KilledWhileReceivingTests
{
    private const string ApiKey = "black-box-api-key";
    private const int Senders = 8;
    private const int ActiveRooms = 50;
    private const int JoinersOfEach = 18;
    private const int EndingRooms = 50;
    private const int Events = (ActiveRooms * JoinersOfEach) + (EndingRooms * 2);

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    private readonly List<string> _recordings = [];
    private LiveKitDouble _liveKit = null!;
    private PublishedServer _server = null!;
    private Browser _admin = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _liveKit = await LiveKitDouble.StartAsync();
        _server = await PublishedServer.StartAsync(
            Release.Path,
            ("LIVEKIT_URL", _liveKit.Url.ToString()),
            ("MEET_API_KEY", ApiKey)
        );
        _admin = new Browser(new Uri(_server.Url)).With("X-API-KEY", ApiKey);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _admin?.Dispose();
        _server?.Dispose();
        if (_liveKit is not null)
            await _liveKit.DisposeAsync();
    }

    [Test]
    public async Task Every_event_is_stored_once_and_completed()
    {
        var events = await ArrangeAsync();
        var accepted = 0;
        var half = new TaskCompletionSource();

        var killing = KillAndStartAgainAsync(half.Task);
        await Task.WhenAll(
            Enumerable.Range(0, Senders).Select(sender => SendAsync(Share(events, sender)))
        );
        var killedAt = await killing;
        await UntilAllIsHandledAsync();

        var inbox = ReadInbox();
        var handled = inbox.Count(row => row.State == "Completed");
        var takenTwice = inbox.Count(row => row.Attempts > 1);
        var told = _liveKit.State.Sent.Where(sent => sent.Topic == "roomStatus").ToList();
        var toldTwice = told.GroupBy(sent => sent.To.Single()).Count(group => group.Count() > 1);
        var complete = await CountCompleteAsync();
        await TestContext.Out.WriteLineAsync(
            $"""
            killed after {killedAt} answers of {Events * 2}
            events in the inbox: {inbox.Count}, handled: {handled}
            taken more than once: {takenTwice}, signals sent more than once: {toldTwice}
            recordings complete: {complete} of {EndingRooms}
            """
        );
        Assert.That(inbox, Has.Count.EqualTo(Events));
        Assert.That(inbox.Select(row => row.State), Is.All.EqualTo("Completed"));
        Assert.That(
            told.Select(sent => sent.To.Single()).Distinct().Count(),
            Is.EqualTo(ActiveRooms * JoinersOfEach)
        );
        Assert.That(complete, Is.EqualTo(EndingRooms));

        async Task SendAsync(IEnumerable<JsonObject> share)
        {
            using var webhooks = new LiveKitWebhooks(new Uri(_server.Url), TimeProvider.System);
            foreach (var happened in share)
            {
                await SendUntilAcceptedAsync(webhooks, happened);
                if (Interlocked.Increment(ref accepted) == Events)
                    half.SetResult();
            }
        }

        async Task<int> KillAndStartAgainAsync(Task when)
        {
            await when;
            _server.Kill();
            var answers = Volatile.Read(ref accepted);
            await _server.StartAgainAsync();
            return answers;
        }
    }

    /// <summary>Every sender sends its own part, and then the part of another sender again.</summary>
    private static IEnumerable<JsonObject> Share(List<JsonObject> events, int sender) =>
        events.Where(
            (_, index) => index % Senders == sender || index % Senders == (sender + 1) % Senders
        );

    private static async Task SendUntilAcceptedAsync(LiveKitWebhooks webhooks, JsonObject happened)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await webhooks.SendAsync((JsonObject)happened.DeepClone());
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(started) < Bound)
            {
                // The server was killed, or does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Creates rooms that are being recorded.</summary>
    private async Task<List<JsonObject>> ArrangeAsync()
    {
        var rooms = await Task.WhenAll(
            Enumerable.Range(0, ActiveRooms + EndingRooms).Select(_ => RecordAsync())
        );
        var joining = rooms
            .Take(ActiveRooms)
            .SelectMany(room =>
                Enumerable.Range(0, JoinersOfEach).Select(number => (room, $"{room} {number}"))
            )
            .Select(joiner =>
            {
                _liveKit.State.Join(joiner.room, joiner.Item2);
                return LiveKitWebhooks.ParticipantJoined(joiner.room, joiner.Item2);
            });
        var ending = rooms.Skip(ActiveRooms).SelectMany(EndingOf);
        return [.. joining.Concat(ending).OrderBy(happened => happened["id"]!.ToString())];
    }

    private async Task<string> RecordAsync()
    {
        using var created = await _admin.PostAsync(
            "/meet/api/v1/rooms",
            new { expirationDate = 4102444800000 }
        );
        var room = TestRoom.From(await created.ReadJsonAsync());
        _liveKit.State.Join(room.Name, "Alice");
        using var moderator = new Browser(new Uri(_server.Url));
        (await moderator.RequestTokenAsync(room, "Moderator", room.ModeratorSecret)).Dispose();
        using var started = await moderator.PostAsync(
            "/meet/api/v1/recordings",
            new { roomId = room.Name }
        );
        started.EnsureSuccessStatusCode();
        return room.Name;
    }

    private JsonObject[] EndingOf(string room)
    {
        var egress = _liveKit.State.Egresses.Single(egress => egress.Room == room);
        var ending = LiveKitWebhooks.EgressChanged(_liveKit.State.Move(egress.Id, "EGRESS_ENDING"));
        Directory.CreateDirectory(Path.GetDirectoryName(egress.Path)!);
        File.WriteAllText(egress.Path, "media");
        var complete = _liveKit.State.Move(
            egress.Id,
            "EGRESS_COMPLETE",
            TimeSpan.FromSeconds(1),
            5
        );
        lock (_recordings)
            _recordings.Add(
                $"{room}--{egress.Id}--{Path.GetFileNameWithoutExtension(egress.Path).Split("--")[1]}"
            );
        return [ending, LiveKitWebhooks.EgressChanged(complete)];
    }

    private async Task UntilAllIsHandledAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (ReadInbox().Any(row => row.State == "Waiting"))
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Bound));
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private async Task<int> CountCompleteAsync()
    {
        var complete = 0;
        foreach (var id in _recordings)
        {
            using var answer = await _admin.GetAsync($"/meet/api/v1/recordings/{id}");
            var recording = await answer.ReadJsonAsync();
            if (recording.GetProperty("status").GetString() == "COMPLETE")
                complete++;
        }

        return complete;
    }

    /// <summary>Reads the inbox from the database.</summary>
    private List<(string State, long Attempts)> ReadInbox()
    {
        var file = Path.Combine(_server.DataDirectory, "meet.db");
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT State, Attempts FROM QueueItems WHERE Queue = 'MeetingEvents'";
        using var reader = command.ExecuteReader();
        var rows = new List<(string, long)>();
        while (reader.Read())
            rows.Add((reader.GetString(0), reader.GetInt64(1)));
        return rows;
    }
}
