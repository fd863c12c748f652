using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Changes;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>
/// Counts the wrong guesses of all nodes. Only a wrong guess is written to the database. The other nodes hear of it, so a guess is checked
/// against counts in memory, and two nodes that are asked within the same milliseconds may check one guess more.
/// </summary>
internal sealed partial class SharedGuessLimits : IGuessLimits
{
    private const string Topic = "guess";

    private readonly GuessLimits _own;
    private readonly IMeetDatabase _meet;
    private readonly IChangeFeed _feed;
    private readonly TimeProvider _clock;
    private readonly ILogger<SharedGuessLimits> _logger;

    public SharedGuessLimits(
        GuessLimits own,
        IMeetDatabase meet,
        IChangeFeed feed,
        TimeProvider clock,
        ILogger<SharedGuessLimits> logger
    )
    {
        (_own, _meet, _feed, _clock, _logger) = (own, meet, feed, clock, logger);
        feed.Subscribe(Topic, Hear);
    }

    public async Task<Result<ReservedGuess>> ReserveAsync(
        string target,
        string client,
        CancellationToken ct
    )
    {
        var reserved = await _own.ReserveAsync(target, client, ct);
        return reserved.IsFailure
            ? reserved
            : new Reservation(this, reserved.Value, target, client);
    }

    public async Task SweepAsync(CancellationToken ct)
    {
        await _own.SweepAsync(ct);
        await using var database = _meet.Open();
        var statement = $$"""
            DELETE FROM "WrongGuesses" WHERE "Key" IN (
                SELECT "Key" FROM "WrongGuesses" WHERE "EndsAt" <= {0}
                {{database.ForUpdateSkipLocked}}
            )
            """;
        await database.Database.ExecuteSqlRawAsync(
            statement,
            [_clock.GetUtcNow().ToUnixTimeMilliseconds()],
            ct
        );
    }

    /// <summary>Adds a wrong guess to the counts of all nodes. While the database is away, it counts on this node only.</summary>
    private async Task ShareAsync(Guid[] keys)
    {
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var ends = (_clock.GetUtcNow() + GuessLimits.Window).ToUnixTimeMilliseconds();
        try
        {
            await using var database = _meet.Open();
            var counts = await database
                .WrongGuesses.FromSql(
                    $"""
                    INSERT INTO "WrongGuesses" AS kept ("Key", "Count", "EndsAt")
                    VALUES ({keys[0]}, 1, {ends}), ({keys[1]}, 1, {ends})
                    ON CONFLICT ("Key") DO UPDATE SET
                        "Count" = CASE WHEN kept."EndsAt" <= {now} THEN 1 ELSE kept."Count" + 1 END,
                        "EndsAt" = CASE WHEN kept."EndsAt" <= {now} THEN excluded."EndsAt" ELSE kept."EndsAt" END
                    RETURNING "Key", "Count", "EndsAt"
                    """
                )
                .ToListAsync();
            foreach (var count in counts)
            {
                Learn(count);
                _feed.Publish(Topic, Write(count));
            }
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            LogNotShared(failed.Message);
        }
    }

    private void Hear(string? message)
    {
        if (message is null)
            _ = ReloadAsync();
        else if (Read(message) is { } count)
            Learn(count);
    }

    private async Task ReloadAsync()
    {
        var now = _clock.GetUtcNow();
        try
        {
            await using var database = _meet.Open();
            foreach (
                var count in await database
                    .WrongGuesses.Where(row => row.EndsAt > now)
                    .OrderByDescending(row => row.EndsAt)
                    .Take(GuessLimits.MaxKept)
                    .ToListAsync()
            )
                Learn(count);
        }
        catch (Exception failed) when (DatabaseFailure.IsIn(failed))
        {
            // Tried again when messages may have been missed again.
        }
    }

    private void Learn(WrongGuessesRow count) => _own.Learn(count.Key, count.Count, count.EndsAt);

    private static string Write(WrongGuessesRow count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count.Key:N} {count.Count} {count.EndsAt.ToUnixTimeMilliseconds()}"
        );

    /// <returns><see langword="null"/> if another version of this server wrote the message in another form.</returns>
    private static WrongGuessesRow? Read(string message) =>
        message.Split(' ') is [var key, var count, var ends]
        && Guid.TryParse(key, out var id)
        && int.TryParse(count, CultureInfo.InvariantCulture, out var wrong)
        && long.TryParse(ends, CultureInfo.InvariantCulture, out var milliseconds)
            ? new WrongGuessesRow(id, wrong, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;

    [LoggerMessage(
        LogLevel.Warning,
        "A wrong guess counts on this node only, because the database failed: {Cause}"
    )]
    private partial void LogNotShared(string cause);

    private sealed class Reservation(
        SharedGuessLimits limits,
        ReservedGuess own,
        string target,
        string client
    ) : ReservedGuess
    {
        protected override void OnRight() => own.WasRight();

        protected override async Task OnWrongAsync()
        {
            await own.WasWrongAsync();
            await limits.ShareAsync(GuessLimits.KeysOf(target, client));
        }
    }
}
