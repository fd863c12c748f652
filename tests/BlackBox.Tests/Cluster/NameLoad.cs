using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpenViduMeet.TestSupport;
using OpenViduMeet.TestSupport.Histories;
using OpenViduMeet.TestSupport.LiveKit;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// Browsers that compete for few names of a room, and moderators who disconnect those who got one. Each request goes to any node, and
/// everything is recorded.
/// </summary>
/// <param name="nodes">The number of nodes that are asked.</param>
internal sealed class NameLoad(MeetCluster cluster, TestRoom room, NameHistory history, int nodes)
{
    private const int Browsers = 8;
    private const int Moderators = 2;

    /// <summary>Before, the nodes compile and connect, and may not answer in time.</summary>
    private const int GrantsOfWarmNodes = 5;

    /// <summary>A paused node does not answer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RetryOfEvent = TimeSpan.FromMilliseconds(100);

    /// <summary>The names that the browsers compete for.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["Ann", "Bob", "Cleo"];

    /// <summary>The longest pause between two operations of a browser or a moderator.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How many of ten browsers with a token join. The holds of the others end by themselves.</summary>
    public int JoiningOfTen { get; init; } = 5;

    /// <summary>Waits until the load is under way.</summary>
    public Task UntilWarmAsync() =>
        Eventually.HoldsAsync(
            () =>
                Task.FromResult(
                    history.Operations.Count(done => done.Answer == NameAnswer.Granted)
                        >= GrantsOfWarmNodes
                ),
            "the load is under way",
            TimeSpan.FromSeconds(60)
        );

    /// <param name="ct">Ends the load. What is under way is completed.</param>
    public Task RunAsync(CancellationToken ct) =>
        Task.WhenAll([
            .. Enumerable.Range(1, Browsers).Select(number => BrowseAsync(number, ct)),
            .. Enumerable.Range(1, Moderators).Select(number => ModerateAsync(number, ct)),
        ]);

    /// <summary>
    /// The names of participants whose join the server knows of. Until then a hold may outlive the disconnect, since the server
    /// cannot tell it from that of another browser.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _settled = new(StringComparer.Ordinal);

    private string AnyName => Names[RandomNumberGenerator.GetInt32(Names.Count)];

    private ClusterNode AnyNode => cluster.Nodes[RandomNumberGenerator.GetInt32(nodes)];

    private async Task BrowseAsync(int number, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var name = AnyName;
            var node = AnyNode;
            using var browser = MeetCluster.NewBrowser(node, LongestWait);
            var by = string.Create(
                CultureInfo.InvariantCulture,
                $"browser {number} at {node.Name}"
            );
            var asked = history.Invoke(NameAction.Request, room.Name, name, by);
            if (await RequestAsync(asked, browser, name) is { } token)
                await UseAsync(name, token, by, asked);
            await PauseAsync();
        }
    }

    /// <summary>
    /// Some browsers join. None requests its token again: a disconnect revokes the tokens of the name, so that the answer depends on more
    /// than who holds the name.
    /// </summary>
    /// <param name="asked">The request that gave the token.</param>
    private async Task UseAsync(string name, string token, string by, int asked)
    {
        if (RandomNumberGenerator.GetInt32(10) < JoiningOfTen)
            await JoinAsync(name, token, by, asked);
    }

    /// <returns>The token, or <see langword="null"/> if the request was not granted.</returns>
    private async Task<string?> RequestAsync(int operation, Browser browser, string name)
    {
        try
        {
            using var answer = await browser.RequestTokenAsync(room, name, room.PublisherSecret);
            history.Complete(
                operation,
                answer.StatusCode switch
                {
                    HttpStatusCode.OK => NameAnswer.Granted,
                    HttpStatusCode.Conflict => NameAnswer.Taken,
                    _ => NameAnswer.Failed,
                }
            );
            return answer.StatusCode == HttpStatusCode.OK
                ? (await answer.ReadJsonAsync()).GetProperty("token").GetString()
                : null;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            // The node was killed or is paused: there is no answer.
            return null;
        }
    }

    private async Task JoinAsync(string name, string token, string by, int asked)
    {
        var operation = history.Invoke(NameAction.Join, room.Name, name, by);
        cluster.LiveKit.State.JoinWith(token);
        history.Complete(operation, NameAnswer.Done);
        if (MayBeRevoked(name, asked))
            history.Invoke(
                NameAction.Disconnect,
                room.Name,
                name,
                "the server, which throws out who joins with a revoked token"
            );
        var happened = LiveKitWebhooks.ParticipantJoined(room.Name, name);
        await SendUntilAcceptedAsync(happened);
        await cluster.UntilHandledAsync(happened);
        _settled[name] = true;
    }

    /// <summary>Whether somebody of the name was disconnected after its token was asked for, or may have been.</summary>
    private bool MayBeRevoked(string name, int asked)
    {
        var operations = history.Operations;
        return operations.Any(operation =>
            operation.Action is NameAction.Disconnect
            && operation.Name == name
            && operation.Answer is not NameAnswer.NotFound
            && operation.Ended >= operations[asked - 1].Began
        );
    }

    private async Task SendUntilAcceptedAsync(JsonObject happened)
    {
        while (true)
        {
            try
            {
                using var answer = await cluster.SendEventAsync(
                    (JsonObject)happened.DeepClone(),
                    AnyNode
                );
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // LiveKit tries again, too.
            }

            await Task.Delay(RetryOfEvent);
        }
    }

    private async Task ModerateAsync(int number, CancellationToken ct)
    {
        using var joining = cluster.NewBrowser();
        var moderator = string.Create(CultureInfo.InvariantCulture, $"Moderator {number}");
        (await joining.RequestTokenAsync(room, moderator, room.ModeratorSecret))
            .EnsureSuccessStatusCode()
            .Dispose();
        var cookie = joining.Cookie(Browser.ParticipantCookie)!;
        while (!ct.IsCancellationRequested)
        {
            var name = AnyName;
            if (_settled.TryRemove(name, out _))
            {
                if (RandomNumberGenerator.GetInt32(10) == 0)
                    Leave(name);
                else if (!await TryDisconnectAsync(name, moderator, cookie))
                    _settled.TryAdd(name, true);
            }

            await PauseAsync();
        }
    }

    /// <returns>Whether the server says that the participant is out.</returns>
    private async Task<bool> TryDisconnectAsync(string name, string moderator, string cookie)
    {
        var node = AnyNode;
        using var browser = MeetCluster
            .NewBrowser(node, LongestWait)
            .WithCookie(Browser.ParticipantCookie, cookie);
        var operation = history.Invoke(
            NameAction.Disconnect,
            room.Name,
            name,
            $"{moderator} at {node.Name}"
        );
        try
        {
            using var answer = await browser.DisconnectAsync(room, name);
            history.Complete(
                operation,
                answer.StatusCode switch
                {
                    HttpStatusCode.NoContent => NameAnswer.Done,
                    HttpStatusCode.NotFound => NameAnswer.NotFound,
                    _ => NameAnswer.Failed,
                }
            );
            return answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound;
        }
        catch (Exception failed) when (failed is HttpRequestException or OperationCanceledException)
        {
            // There is no answer.
            return false;
        }
    }

    /// <summary>
    /// The participant leaves the meeting. The server is not told, and the name is free now or when its hold has ended: the same as a
    /// disconnect without an answer.
    /// </summary>
    private void Leave(string name)
    {
        history.Invoke(NameAction.Disconnect, room.Name, name, "the participant, who leaves");
        cluster.LiveKit.State.Leave(room.Name, name);
    }

    private Task PauseAsync() =>
        Task.Delay(RandomNumberGenerator.GetInt32((int)LongestPause.TotalMilliseconds));
}
