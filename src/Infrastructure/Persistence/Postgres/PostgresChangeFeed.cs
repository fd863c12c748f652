using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenViduMeet.Infrastructure.Persistence.Changes;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres;

/// <summary>
/// Sends and receives messages by NOTIFY and LISTEN (https://www.postgresql.org/docs/current/sql-notify.html), on one connection that is
/// renewed when it fails.
/// </summary>
internal sealed partial class PostgresChangeFeed(
    PostgresDatabase database,
    ILogger<PostgresChangeFeed> logger
) : BackgroundService, IChangeFeed
{
    private const string Listen = "LISTEN meet_changes";
    private const string Notify =
        "SELECT pg_notify('meet_changes', message) FROM unnest($1) message";

    /// <summary>More would only be kept while the database is away, when the others find the changes by asking.</summary>
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan PingInterval = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a ping, or a connection that has said nothing, is believed.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly ConcurrentDictionary<string, Action<string?>> _subscribers = new(
        StringComparer.Ordinal
    );

    private readonly Channel<string> _outgoing = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>Taken from the queue, and kept until they are sent.</summary>
    private readonly List<string> _unsent = [];

    /// <summary>When the connection was last known to work, as a timestamp; 0 without a connection.</summary>
    private long _heardAt;

    private bool _isFailureLogged;

    public bool IsLive =>
        Volatile.Read(ref _heardAt) is not 0 and var heardAt
        && TimeProvider.System.GetElapsedTime(heardAt) < Trust;

    public void Publish(string topic, string message) =>
        _outgoing.Writer.TryWrite($"{_node} {topic} {message}");

    /// <summary>What subscribes late, because it is created on first use, has missed the messages before.</summary>
    public void Subscribe(string topic, Action<string?> onChange)
    {
        _subscribers.AddOrUpdate(topic, onChange, (_, others) => others + onChange);
        onChange(null);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            RepeatAsync(ListenAsync, stoppingToken),
            RepeatAsync(SendAsync, stoppingToken)
        );

    /// <summary>Repeats until the server stops. Each pass fails or waits.</summary>
    private async Task RepeatAsync(Func<CancellationToken, Task> pass, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await pass(ct);
            }
            catch (Exception failed)
            {
                if (ct.IsCancellationRequested)
                    return;
                LogFailureOnce(failed);
                await Task.Delay(Trust, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await database.ConnectAsync(ct);
            connection.Notification += (_, notification) => Deliver(notification.Payload);
            await ExecuteAsync(connection, Listen, ct);
            await ExecuteAsync(connection, NodeLock.Share, ct);
            await database.ReleaseAsync();
            DeliverMissed();
            while (true)
            {
                Volatile.Write(ref _heardAt, TimeProvider.System.GetTimestamp());
                _isFailureLogged = false;
                if (!await connection.WaitAsync(PingInterval, ct))
                    await ExecuteAsync(connection, "SELECT 1", ct);
            }
        }
        catch (NpgsqlException)
        {
            database.CloseIdleConnections();
            throw;
        }
        finally
        {
            Volatile.Write(ref _heardAt, 0);
            DeliverMissed();
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        if (_unsent.Count == 0)
            await _outgoing.Reader.WaitToReadAsync(ct);
        while (_unsent.Count < MaxWaiting && _outgoing.Reader.TryRead(out var message))
            _unsent.Add(message);
        await using var connection = await database.ConnectAsync(ct);
        await using var command = new NpgsqlCommand(Notify, connection)
        {
            Parameters = { new() { Value = _unsent.ToArray() } },
        };
        await command.ExecuteNonQueryAsync(ct);
        _unsent.Clear();
    }

    private void Deliver(string payload)
    {
        if (payload.Split(' ', 3) is not [var node, var topic, var message] || node == _node)
            return;
        if (_subscribers.TryGetValue(topic, out var onChange))
            onChange(message);
    }

    private void DeliverMissed()
    {
        foreach (var onChange in _subscribers.Values)
            onChange(null);
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection,
        string statement,
        CancellationToken ct
    )
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bound.CancelAfter(Trust);
        await using var command = connection.CreateCommand().SetTrustedText(statement);
        await command.ExecuteNonQueryAsync(bound.Token);
    }

    private void LogFailureOnce(Exception failed)
    {
        if (_isFailureLogged)
            return;
        _isFailureLogged = true;
        LogNotHeard(failed.Message);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Nodes do not hear of each other's changes, and ask the database instead: {Cause}"
    )]
    private partial void LogNotHeard(string cause);
}
