using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Access;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class GuessLimitsTests
{
    private const int Limit = 20;
    private const string Room = "room demo";
    private const string Client = "203.0.113.1";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private FakeTimeProvider _clock = null!;
    private GuessLimits _limits = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _limits = new GuessLimits(Limit, _clock);
    }

    [Test]
    public async Task A_guess_at_the_limit_waits_and_takes_the_place_of_a_right_one()
    {
        var underWay = await ReserveAllAsync();
        var next = ReserveAsync();
        Assert.That(next.IsCompleted, Is.False);

        underWay[0].WasRight();

        Assert.That((await next.WaitAsync(Bound)).IsFailure, Is.False);
    }

    [Test]
    public async Task After_as_many_wrong_guesses_as_the_limit_others_are_refused_for_a_minute()
    {
        var underWay = await ReserveAllAsync();
        var next = ReserveAsync();
        foreach (var guess in underWay)
            await guess.WasWrongAsync();

        var refused = (await next.WaitAsync(Bound)).Error;
        _clock.Advance(TimeSpan.FromSeconds(59));
        var still = (await ReserveAsync()).Error;
        _clock.Advance(TimeSpan.FromSeconds(1));
        var later = (await ReserveAsync()).Error;

        Assert.That(refused, Is.EqualTo(new TooManyRequests(TimeSpan.FromMinutes(1))));
        Assert.That(still, Is.EqualTo(new TooManyRequests(TimeSpan.FromSeconds(1))));
        Assert.That(later, Is.Null);
    }

    /// <summary>Other nodes tell of their windows in no order.</summary>
    [Test]
    public async Task A_count_of_other_nodes_ends_with_its_window()
    {
        var second = TimeSpan.FromSeconds(1);
        var now = _clock.GetUtcNow();
        _limits.Learn(GuessLimits.KeysOf("another", Client)[0], Limit, now + GuessLimits.Window);
        _limits.Learn(GuessLimits.KeysOf(Room, Client)[0], Limit, now + second);
        Assert.That((await ReserveAsync()).Error, Is.EqualTo(new TooManyRequests(second)));

        _clock.Advance(second);

        Assert.That((await ReserveAsync()).Error, Is.Null);
    }

    [Test]
    public async Task A_waiting_guess_is_refused_after_two_seconds()
    {
        await ReserveAllAsync();
        var next = ReserveAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var refused = await next.WaitAsync(Bound);
        Assert.That(refused.Error, Is.EqualTo(new TooManyRequests(TimeSpan.FromSeconds(1))));
    }

    [Test]
    public async Task A_cancelled_wait_uses_up_no_place()
    {
        var underWay = await ReserveAllAsync();
        using var leaving = new CancellationTokenSource();
        var left = _limits.ReserveAsync(Room, Client, leaving.Token);
        await leaving.CancelAsync();
        Assert.That(() => left, Throws.InstanceOf<OperationCanceledException>());

        foreach (var guess in underWay)
            guess.WasRight();

        Assert.That(_limits.Kept, Is.Zero);
        Assert.That(await ReserveAllAsync(), Has.Count.EqualTo(Limit));
    }

    [Test]
    public async Task Right_guesses_for_any_number_of_names_keep_no_entry()
    {
        for (var n = 0; n < 1000; n++)
            (await _limits.ReserveAsync($"room {n}", Client, default)).Value.WasRight();
        Assert.That(_limits.Kept, Is.Zero);
    }

    [Test]
    public async Task Wrong_guesses_keep_a_bounded_number_of_entries_for_a_minute()
    {
        for (var n = 0; n < 60_000; n++)
            await (
                await _limits.ReserveAsync($"room {n}", $"client {n}", default)
            ).Value.WasWrongAsync();
        Assert.That(_limits.Kept, Is.EqualTo(50_000));

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await ReserveAsync()).Value.WasRight();
        Assert.That(_limits.Kept, Is.Zero);
    }

    private Task<Result<ReservedGuess>> ReserveAsync() =>
        _limits.ReserveAsync(Room, Client, default);

    private async Task<List<ReservedGuess>> ReserveAllAsync()
    {
        var reserved = new List<ReservedGuess>();
        for (var n = 0; n < Limit; n++)
            reserved.Add((await ReserveAsync()).Value);
        return reserved;
    }
}
