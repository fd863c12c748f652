using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Oidc;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Postgres;
using OpenViduMeet.Infrastructure.Persistence.Repositories;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class SignInSessionRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task Renewing_replaces_the_token()
    {
        var first = await AddAsync();
        var second = Next(first);
        Assert.That(await RenewAsync(second, first.CurrentTokenId), Is.EqualTo(second));
        Assert.That(await ListAsync(), Is.EqualTo([second]));
    }

    [Test]
    public async Task Tokens_replaced_within_the_grace_period_give_the_current_one_and_prolong_the_session()
    {
        var first = await AddAsync();
        var second = Next(first);
        var third = Next(first);
        await RenewAsync(second, first.CurrentTokenId);
        await RenewAsync(third, second.CurrentTokenId);
        Installation.Clock.Advance(SignInSession.ReuseGrace);
        var expires = first.ExpiresAt + SignInSession.ReuseGrace;
        var expected = third with { ExpiresAt = expires };

        foreach (var used in new[] { first, second })
        {
            var again = Next(first) with { ExpiresAt = expires };
            Assert.That(await RenewAsync(again, used.CurrentTokenId), Is.EqualTo(expected));
        }

        Assert.That(await ListAsync(), Is.EqualTo([expected]));
    }

    [Test]
    public async Task A_token_reused_after_the_grace_period_ends_the_session()
    {
        var first = await AddAsync();
        var second = Next(first);
        await RenewAsync(second, first.CurrentTokenId);
        Installation.Clock.Advance(SignInSession.ReuseGrace + TimeSpan.FromMilliseconds(1));

        Assert.That(await RenewAsync(Next(second), first.CurrentTokenId), Is.Null);
        Assert.That(await RenewAsync(Next(second), second.CurrentTokenId), Is.Null);
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_token_replaced_in_another_session_does_not_renew_the_session()
    {
        var one = await AddAsync();
        var other = await AddAsync();
        await RenewAsync(Next(one), one.CurrentTokenId);
        Assert.That(await RenewAsync(Next(other), one.CurrentTokenId), Is.Null);
    }

    [Test]
    public async Task Only_one_of_twenty_concurrent_callers_replaces_the_token_and_all_get_the_same_one()
    {
        var session = await AddAsync();
        var renewed = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => Task.Run(() => RenewAsync(Next(session), session.CurrentTokenId)))
        );
        Assert.That(renewed, Is.All.Not.Null);
        Assert.That(renewed.Distinct(), Is.EqualTo(await ListAsync()));
        Assert.That(renewed[0]!.CurrentTokenId, Is.Not.EqualTo(session.CurrentTokenId));
    }

    [Test]
    public async Task Replaced_tokens_are_deleted_after_the_grace_period_and_with_their_session()
    {
        var session = await AddAsync();
        for (var time = 0; time < 3; time++)
        {
            var next = Next(session);
            await RenewAsync(next, session.CurrentTokenId);
            session = next;
            Installation.Clock.Advance(SignInSession.ReuseGrace + TimeSpan.FromSeconds(1));
        }

        Assert.That(await CountReplacedAsync(), Is.EqualTo(1));
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(session.Id, Ct));
        Assert.That(await CountReplacedAsync(), Is.Zero);
    }

    [Test]
    public async Task A_reused_token_ends_the_session_even_if_the_caller_cancels()
    {
        var first = await AddAsync();
        await RenewAsync(Next(first), first.CurrentTokenId);
        Installation.Clock.Advance(SignInSession.ReuseGrace + TimeSpan.FromSeconds(1));
        using var leaving = new CancellationTokenSource();

        await using var context = Open(new CancelAfterAStatement(leaving));
        var sessions = new SignInSessionRepository(context, "", Installation.Clock);

        await sessions.RenewAsync(Next(first), first.CurrentTokenId, leaving.Token);

        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task An_expired_session_is_not_renewed()
    {
        var session = await AddAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.Null);
    }

    [Test]
    public async Task Another_users_session_is_not_renewed()
    {
        var session = await AddAsync();
        var stolen = Next(session) with { UserName = "mallory" };
        Assert.That(await RenewAsync(stolen, session.CurrentTokenId), Is.Null);
    }

    [Test]
    public async Task Ending_a_session_twice_succeeds()
    {
        var session = await AddAsync();
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(session.Id, Ct));
        Assert.That(
            () =>
                Installation.CallAsync<ISignInSessionRepository>(s =>
                    s.RemoveAsync(session.Id, Ct)
                ),
            Throws.Nothing
        );
    }

    [Test]
    public async Task An_ended_session_is_not_renewed()
    {
        var session = await AddAsync();
        await Installation.CallAsync<ISignInSessionRepository>(s => s.RemoveAsync(session.Id, Ct));
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.Null);
    }

    [Test]
    public async Task Sweeping_deletes_expired_sessions()
    {
        await AddAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        var alive = await AddAsync();

        await Installation.CallAsync<ISignInSessionRepository>(s => s.SweepAsync(Ct));

        Assert.That(await ListAsync(), Is.EqualTo([alive]));
    }

    [Test]
    public async Task A_renewed_session_keeps_what_the_provider_said()
    {
        var rules = Installation.Get<OidcOptions>().Rules;
        var session = await AddAsync(new ProviderSignIn("Alice", UserRole.Admin, "s", rules));
        var next = Next(session) with { Provider = null };
        var renewed = await RenewAsync(next, session.CurrentTokenId);
        Assert.That(renewed, Is.EqualTo(next with { Provider = session.Provider }));
    }

    [Test]
    public async Task A_session_of_other_rules_for_roles_is_not_renewed()
    {
        var session = await AddAsync(new ProviderSignIn("Alice", UserRole.Admin, "s", "others"));
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.Null);
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task A_logout_token_ends_its_session_once()
    {
        var meant = await AddAsync(new ProviderSignIn("Alice", UserRole.User, "one", "rules"));
        var other = await AddAsync(new ProviderSignIn("Alice", UserRole.User, "two", "rules"));
        var now = Installation.Clock.GetUtcNow();
        var logout = new ProviderLogout("token", now.AddMinutes(6), "alice", "one");

        var attempts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => EndAsync(logout)));

        Assert.That(
            attempts.OfType<IReadOnlyList<Guid>>(),
            Is.EqualTo(new[] { new[] { meant.Id } })
        );
        Assert.That(await ListAsync(), Is.EqualTo([other]));
    }

    [Test]
    public async Task Used_logout_tokens_are_forgotten_when_they_are_too_old()
    {
        var now = Installation.Clock.GetUtcNow();
        await EndAsync(new ProviderLogout("first", now.AddMinutes(6), "alice", null));
        Installation.Clock.Advance(TimeSpan.FromMinutes(6));
        await EndAsync(new ProviderLogout("second", now.AddMinutes(12), "alice", null));
        var kept = await Installation.CallAsync<MeetDbContext, List<string>>(context =>
            context.UsedLogoutTokens.Select(used => used.Key).ToListAsync(Ct)
        );
        Assert.That(kept, Is.EqualTo(["second"]));
    }

    private Task<IReadOnlyList<Guid>?> EndAsync(ProviderLogout logout) =>
        Installation.CallAsync<ISignInSessionRepository, IReadOnlyList<Guid>?>(s =>
            s.EndAsync(logout, Ct)
        );

    private async Task<SignInSession> AddAsync(ProviderSignIn? provider = null)
    {
        var expires = Installation.Clock.GetUtcNow().AddDays(1);
        var session = new SignInSession(Guid.NewGuid(), "alice", Guid.NewGuid(), expires)
        {
            Provider = provider,
        };
        await Installation.CallAsync<ISignInSessionRepository>(s => s.AddAsync(session, Ct));
        return session;
    }

    private static SignInSession Next(SignInSession session) =>
        session with
        {
            CurrentTokenId = Guid.NewGuid(),
        };

    private Task<List<SignInSession>> ListAsync() =>
        Installation.CallAsync<MeetDbContext, List<SignInSession>>(database =>
            database.SignInSessions.AsNoTracking().ToListAsync(Ct)
        );

    private Task<int> CountReplacedAsync() =>
        Installation.CallAsync<MeetDbContext, int>(database =>
            database.ReplacedRefreshTokens.CountAsync(Ct)
        );

    private Task<SignInSession?> RenewAsync(SignInSession renewed, Guid used) =>
        Installation.CallAsync<ISignInSessionRepository, SignInSession?>(s =>
            s.RenewAsync(renewed, used, Ct)
        );

    private MeetDbContext Open(IInterceptor interceptor)
    {
        if (Database == TestDatabase.Sqlite)
        {
            var builder = new DbContextOptionsBuilder<SqliteDbContext>();
            Installation.Get<SqliteDatabase>().Configure(builder);
            return new SqliteDbContext(builder.AddInterceptors(interceptor).Options);
        }
        else
        {
            var builder = new DbContextOptionsBuilder<PostgresDbContext>();
            Installation.Get<PostgresDatabase>().Configure(builder);
            return new PostgresDbContext(builder.AddInterceptors(interceptor).Options);
        }
    }

    private sealed class CancelAfterAStatement(CancellationTokenSource leaving)
        : DbCommandInterceptor
    {
        public override async ValueTask<int> NonQueryExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            int result,
            CancellationToken cancellationToken = default
        )
        {
            await leaving.CancelAsync();
            return result;
        }
    }
}
