using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// The load on a cluster during a rolling upgrade: users who sign in and stay signed in, participants who join, refresh their token and
/// are disconnected, and viewers. Everything that is left half done is recorded as a fault.
/// </summary>
internal sealed class UpgradeLoad(
    MeetCluster cluster,
    TestRoom room,
    (string Path, byte[] Media) recording,
    LoadJournal journal
)
{
    private const string Tokens = "/meet/internal-api/v1/participants/token";

    /// <summary>The longest that anything may have to be repeated: a restart of the database on a busy machine.</summary>
    private static readonly TimeSpan LongestFailure = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan PauseOfRefresh = TimeSpan.FromMilliseconds(250);

    /// <summary>A recording of 16 MiB then takes at least 3 s, of which the node sends for about one.</summary>
    private static readonly TimeSpan PauseOfViewer = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<LoadClient> _signedIn = new();
    private readonly ConcurrentQueue<(string Name, DateTimeOffset Until)> _unanswered = new();
    private readonly ConcurrentDictionary<int, (string Asked, int Arrived)> _streams = new();
    private int _names;
    private int _wholeStreams;

    /// <summary>The users who have signed in. None has signed out.</summary>
    public IReadOnlyCollection<LoadClient> SignedIn => _signedIn;

    /// <summary>The names for which a token was requested without an answer, and the instant at which the request had ended.</summary>
    public IReadOnlyCollection<(string Name, DateTimeOffset Until)> Unanswered => _unanswered;

    /// <summary>The number of recordings that were read whole, and all of whose bytes were right.</summary>
    public int WholeStreams => _wholeStreams;

    /// <param name="ct">Ends the load. What is under way is completed.</param>
    public Task RunAsync(CancellationToken ct) =>
        Task.WhenAll(
            UseSessionsAsync(ct),
            UseSessionsAsync(ct),
            HoldMeetingsAsync(ct),
            HoldMeetingsAsync(ct),
            RefreshAsync(ct),
            ViewAsync(1, ct),
            ViewAsync(2, ct),
            SeekAsync(ct)
        );

    /// <summary>Waits until a node has begun to send a recording to a viewer.</summary>
    public Task UntilStreamBeginsAsync(ClusterNode node) =>
        Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    _streams.Values.Any(stream =>
                        stream.Asked.EndsWith(node.Address.Authority, StringComparison.Ordinal)
                        && stream.Arrived < recording.Media.Length / 8
                    )
                ),
            $"{node.Name} sends a recording",
            TimeSpan.FromSeconds(60)
        );

    private LoadClient NewClient() => new(cluster.Nginx.Address, journal);

    private async Task UseSessionsAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var user = NewClient();
            _signedIn.Enqueue(user);
            await UntilRightAsync(() => SignInAsync(user));
            for (var use = 0; use < 10 && !ct.IsCancellationRequested; use++)
            {
                // The old cookie must be good again if the answer with the new one was lost.
                await UntilRightAsync(() => RenewAsync(user));
                await UntilRightAsync(() => GetProfileAsync(user));
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private static Task<LoadAnswer> SignInAsync(LoadClient user) =>
        user.SendAsync(
            "sign in",
            HttpMethod.Post,
            "/meet/api/v1/auth/login",
            new { username = "admin", password = MeetCluster.Password },
            200
        );

    public static Task<LoadAnswer> RenewAsync(LoadClient user) =>
        user.SendAsync("renew session", HttpMethod.Post, "/meet/api/v1/auth/refresh", null, 200);

    public static Task<LoadAnswer> GetProfileAsync(LoadClient user) =>
        user.SendAsync("get profile", HttpMethod.Get, "/meet/api/v1/auth/profile", null, 200);

    private async Task HoldMeetingsAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var name = NextName();
            using var participant = NewClient();
            if (await TryJoinAsync(participant, name))
                await DisconnectAndTakeOverAsync(name);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <returns>Whether the participant got a token and has joined.</returns>
    private async Task<bool> TryJoinAsync(LoadClient participant, string name)
    {
        var token = await RequestTokenAsync(participant, name, room.PublisherSecret);
        if (!token.IsRight)
            return false;

        cluster.LiveKit.State.JoinWith(token.Token);
        var happened = LiveKitWebhooks.ParticipantJoined(room.Name, name);
        var joined = happened.ToJsonString();
        using var liveKit = NewClient();
        await UntilRightAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/livekit/webhook");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(joined));
            request.Content.Headers.ContentType = new("application/webhook+json");
            request.Headers.TryAddWithoutValidation("Authorization", cluster.Sign(joined));
            return await liveKit.SendAsync("event", request, 200);
        });
        // From then on presence decides about the name, and not the hold.
        await cluster.UntilHandledAsync(happened);
        return true;
    }

    /// <summary>A moderator disconnects the participant, and then somebody else gets the name.</summary>
    private async Task DisconnectAndTakeOverAsync(string name)
    {
        using var moderator = NewClient();
        if (!(await RequestTokenAsync(moderator, NextName(), room.ModeratorSecret)).IsRight)
            return;

        var first = await DisconnectAsync(204);
        // Without an answer it has happened, or not: the name is free after one more disconnect at the latest.
        if (!first.IsRight)
            await UntilRightAsync(() => DisconnectAsync(204, 404));
        if (
            cluster.LiveKit.State.ParticipantsOf(room.Name).Any(present => present.Identity == name)
        )
            journal.AddFault($"{name} was disconnected and is still there");

        using var another = NewClient();
        await RequestTokenAsync(another, name, room.PublisherSecret);

        Task<LoadAnswer> DisconnectAsync(params int[] right) =>
            moderator.SendAsync(
                "disconnect",
                HttpMethod.Delete,
                $"/meet/internal-api/v1/participants/{name}?roomName={room.Name}",
                null,
                right
            );
    }

    private async Task<LoadAnswer> RequestTokenAsync(LoadClient client, string name, string secret)
    {
        var answer = await client.SendAsync(
            "token",
            HttpMethod.Post,
            Tokens,
            Body(name, secret),
            200
        );
        if (!answer.IsRight)
            _unanswered.Enqueue((name, TimeProvider.System.GetUtcNow()));
        return answer;
    }

    /// <summary>A participant who stays, and refreshes the token whenever it has expired.</summary>
    private async Task RefreshAsync(CancellationToken ct)
    {
        var name = NextName();
        using var participant = NewClient();
        while (!await TryJoinAsync(participant, name))
            name = NextName();
        while (!ct.IsCancellationRequested)
        {
            // 409 as long as the token is valid.
            await participant.SendAsync(
                "refresh token",
                HttpMethod.Post,
                $"{Tokens}/refresh",
                Body(name, room.PublisherSecret),
                200,
                409
            );
            await Task.Delay(PauseOfRefresh, CancellationToken.None);
        }
    }

    /// <summary>Reads the whole recording, and resumes where it was cut.</summary>
    private async Task ViewAsync(int number, CancellationToken ct)
    {
        using var viewer = NewClient();
        await UntilRightAsync(() => SignInAsync(viewer));
        var media = recording.Media;
        while (!ct.IsCancellationRequested)
        {
            var seen = new byte[media.Length];
            var position = 0;
            var began = journal.Now;
            while (position < media.Length)
            {
                position += await viewer.ReadAsync(
                    "stream",
                    recording.Path,
                    seen,
                    position,
                    media.Length,
                    PauseOfViewer,
                    (asked, arrived) => _streams[number] = (asked, arrived)
                );
                _streams.TryRemove(number, out _);
                if (journal.Now - began > 3 * LongestFailure)
                    throw new TimeoutException("The stream cannot be resumed.");
            }

            if (!seen.AsSpan().SequenceEqual(media))
                journal.AddFault("A stream had other bytes than the recording");
            else
                Interlocked.Increment(ref _wholeStreams);
        }
    }

    /// <summary>Reads small ranges, as a player that seeks.</summary>
    private async Task SeekAsync(CancellationToken ct)
    {
        using var viewer = NewClient();
        await UntilRightAsync(() => SignInAsync(viewer));
        var media = recording.Media;
        var seen = new byte[media.Length];
        while (!ct.IsCancellationRequested)
        {
            var from = RandomNumberGenerator.GetInt32(media.Length - 1);
            var to = Math.Min(media.Length, from + 64 * 1024);
            var arrived = await viewer.ReadAsync(
                "range",
                recording.Path,
                seen,
                from,
                to,
                TimeSpan.Zero
            );
            if (!seen.AsSpan(from, arrived).SequenceEqual(media.AsSpan(from, arrived)))
                journal.AddFault("A range had other bytes than the recording");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Repeats a request until its answer is right. The journal judges the other answers.</summary>
    public async Task UntilRightAsync(Func<Task<LoadAnswer>> ask)
    {
        var began = journal.Now;
        while (true)
        {
            var answer = await ask();
            if (answer.IsRight)
                return;
            if (journal.Now - began > LongestFailure)
                throw new TimeoutException($"It goes on failing: {answer.Record}");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private object Body(string name, string secret) =>
        new
        {
            roomName = room.Name,
            participantName = name,
            secret,
        };

    private string NextName() =>
        string.Create(CultureInfo.InvariantCulture, $"Name {Interlocked.Increment(ref _names)}");
}
