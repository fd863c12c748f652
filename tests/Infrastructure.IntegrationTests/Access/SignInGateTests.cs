using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Infrastructure.Access;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class SignInGateTests
{
    private const int Places = 100;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private FakeTimeProvider _clock = null!;
    private SignInGate _gate = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider();
        _gate = new SignInGate(atOnce: 1, Places, MaxWait, _clock);
    }

    [Test]
    public async Task A_waiting_sign_in_is_refused_after_two_seconds()
    {
        using var inside = await EnterAsync("first");
        var waiting = EnterAsync("second");
        _clock.Advance(MaxWait);
        Assert.That(await waiting.WaitAsync(Bound), Is.Null);
    }

    [Test]
    public async Task During_a_flood_from_many_addresses_a_new_address_has_the_next_turn()
    {
        var inside = await EnterAsync("attacker 0");
        var flood = Enumerable.Range(1, 1500).Select(n => EnterAsync($"attacker {n}")).ToList();

        var genuine = EnterAsync("genuine");
        inside!.Dispose();

        using var turn = await genuine.WaitAsync(Bound);
        Assert.That(turn, Is.Not.Null);
        Assert.That(flood.Count(waiting => !waiting.IsCompleted), Is.EqualTo(Places - 1));
    }

    [Test]
    public async Task An_address_that_has_had_a_turn_comes_after_one_that_has_not()
    {
        var inside = await EnterAsync("busy");
        var genuine = EnterAsync("genuine");
        var busy = EnterAsync("busy");

        inside!.Dispose();
        var turn = await genuine.WaitAsync(Bound);
        Assert.That(busy.IsCompleted, Is.False);
        turn!.Dispose();
        using var last = await busy.WaitAsync(Bound);
        Assert.That(last, Is.Not.Null);
    }

    [Test]
    public async Task One_address_cannot_hold_all_places()
    {
        using var inside = await EnterAsync("busy");
        var busy = Enumerable.Range(0, Places).Select(_ => EnterAsync("busy")).ToList();

        var genuine = EnterAsync("genuine");

        Assert.That(await busy[0].WaitAsync(Bound), Is.Null);
        Assert.That(genuine.IsCompleted, Is.False, "it waits in the free place");
    }

    private Task<IDisposable?> EnterAsync(string client) =>
        _gate.EnterAsync(client, CancellationToken.None);
}
