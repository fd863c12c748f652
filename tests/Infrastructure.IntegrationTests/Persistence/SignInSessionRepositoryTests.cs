using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class SignInSessionRepositoryTests : InstallationTests
{
    [Test]
    public async Task Renewing_replaces_the_token_and_a_second_use_ends_the_session()
    {
        var first = await AddAsync();
        var second = Next(first);
        Assert.That(await RenewAsync(second, first.CurrentTokenId), Is.True);
        Assert.That(await RenewAsync(Next(second), first.CurrentTokenId), Is.False);
        Assert.That(await RenewAsync(Next(second), second.CurrentTokenId), Is.False);
    }

    [Test]
    public async Task Of_ten_at_once_at_most_one_renews()
    {
        var session = await AddAsync();
        var renewed = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => Task.Run(() => RenewAsync(Next(session), session.CurrentTokenId)))
        );
        Assert.That(renewed.Count(won => won), Is.EqualTo(1));
    }

    [Test]
    public async Task An_ended_session_is_not_renewed()
    {
        var session = await AddAsync();
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(session.Id, Ct));
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.False);
    }

    [Test]
    public async Task The_next_sign_in_sweeps_out_what_has_expired()
    {
        await AddAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        var alive = await AddAsync();
        var left = await Installation.CallAsync<MeetDbContext, List<SignInSession>>(database =>
            database.SignInSessions.AsNoTracking().ToListAsync(Ct)
        );
        Assert.That(left, Is.EqualTo([alive]));
    }

    private async Task<SignInSession> AddAsync()
    {
        var expires = Installation.Clock.GetUtcNow().AddDays(1);
        var session = new SignInSession(Guid.NewGuid(), "alice", Guid.NewGuid(), expires);
        await Installation.CallAsync<ISignInSessionRepository>(s => s.AddAsync(session, Ct));
        return session;
    }

    private static SignInSession Next(SignInSession session) =>
        session with
        {
            CurrentTokenId = Guid.NewGuid(),
        };

    private Task<bool> RenewAsync(SignInSession renewed, Guid used) =>
        Installation.CallAsync<ISignInSessionRepository, bool>(s =>
            s.TryRenewAsync(renewed, used, Ct)
        );
}
