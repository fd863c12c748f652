using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

public sealed class SharedGuessLimitsTests : PostgresTests
{
    private const string Room = "room demo";
    private const string Client = "203.0.113.1";

    private static readonly (string, string) Limit = ("MEET_FAILURES_PER_MINUTE", "2");

    [Test]
    public async Task Wrong_guesses_on_one_node_count_on_the_others()
    {
        var here = await NewListeningNodeAsync(Limit);
        var there = await NewListeningNodeAsync(Limit);

        await GuessWrongAsync(here);
        await GuessWrongAsync(there);

        await Eventually.HoldsAsync(() => IsRefusedAsync(here), "the limit holds here");
        await Eventually.HoldsAsync(() => IsRefusedAsync(there), "the limit holds there");
        Assert.That((await ReserveAsync(there, "another")).IsFailure, Is.False);
    }

    [Test]
    public async Task A_node_that_starts_later_knows_of_them()
    {
        var here = await NewListeningNodeAsync(Limit);
        await GuessWrongAsync(here);
        await GuessWrongAsync(here);

        var later = await NewListeningNodeAsync(Limit);

        await Eventually.HoldsAsync(() => IsRefusedAsync(later), "the limit holds");
    }

    [Test]
    public async Task The_window_ends_for_all_after_a_minute()
    {
        var here = await NewListeningNodeAsync(Limit);
        await GuessWrongAsync(here);
        await GuessWrongAsync(here);
        Assert.That(await IsRefusedAsync(here), Is.True);

        here.Clock.Advance(GuessLimits.Window);

        Assert.That(await IsRefusedAsync(here), Is.False);
        await GuessWrongAsync(here);
        Assert.That(await IsRefusedAsync(here), Is.False, "the count begins anew");
    }

    [Test]
    public async Task Only_wrong_guesses_are_written_and_swept_when_their_window_has_ended()
    {
        var node = await NewListeningNodeAsync(Limit);
        (await ReserveAsync(node)).Value.WasRight();
        Assert.That(await CountAsync(node), Is.Zero);

        await GuessWrongAsync(node);
        Assert.That(await CountAsync(node), Is.EqualTo(2), "for the room, and for the client");

        node.Clock.Advance(GuessLimits.Window);
        await node.Get<IGuessLimits>().SweepAsync(Ct);
        Assert.That(await CountAsync(node), Is.Zero);
    }

    [Test]
    public async Task While_the_database_is_away_guesses_count_on_this_node()
    {
        var node = await NewListeningNodeAsync(Limit);
        await Server.StopAsync();
        try
        {
            await GuessWrongAsync(node);
            await GuessWrongAsync(node);
            Assert.That(await IsRefusedAsync(node), Is.True);
        }
        finally
        {
            await Server.StartAgainAsync();
        }
    }

    private static Task<Result<ReservedGuess>> ReserveAsync(
        Installation node,
        string target = Room
    ) => node.Get<IGuessLimits>().ReserveAsync(target, Client, Ct);

    private static async Task GuessWrongAsync(Installation node) =>
        await (await ReserveAsync(node)).Value.WasWrongAsync();

    private static async Task<bool> IsRefusedAsync(Installation node)
    {
        var reserved = await ReserveAsync(node);
        if (!reserved.IsFailure)
            reserved.Value.WasRight();
        return reserved.IsFailure;
    }

    private static Task<int> CountAsync(Installation node) =>
        node.CallAsync<MeetDbContext, int>(database => database.WrongGuesses.CountAsync(Ct));
}
