using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Repositories;

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
        Assert.That(await ListAsync(), Is.Empty, "the others have used a token a second time");
    }

    [Test]
    public async Task Who_uses_a_token_again_ends_the_session_even_without_waiting_for_the_answer()
    {
        var first = await AddAsync();
        await RenewAsync(Next(first), first.CurrentTokenId);
        using var leaving = new CancellationTokenSource();

        var builder = new DbContextOptionsBuilder<MeetDbContext>();
        MeetDatabase.Configure(builder, Installation.Get<StorageOptions>().DatabaseFile);
        builder.AddInterceptors(new LeaveAfterAStatement(leaving));
        await using var database = new MeetDbContext(builder.Options);
        var sessions = new SignInSessionRepository(database, Installation.Clock);

        await sessions.TryRenewAsync(Next(first), first.CurrentTokenId, leaving.Token);

        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task An_expired_session_is_not_renewed()
    {
        var session = await AddAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.False);
    }

    [Test]
    public async Task Another_users_session_is_not_renewed()
    {
        var session = await AddAsync();
        var stolen = Next(session) with { UserName = "mallory" };
        Assert.That(await RenewAsync(stolen, session.CurrentTokenId), Is.False);
    }

    [Test]
    public async Task Ending_a_session_twice_is_no_failure()
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
        Assert.That(await RenewAsync(Next(session), session.CurrentTokenId), Is.False);
    }

    [Test]
    public async Task The_next_sign_in_sweeps_out_what_has_expired()
    {
        await AddAsync();
        Installation.Clock.Advance(TimeSpan.FromDays(1));
        var alive = await AddAsync();
        Assert.That(await ListAsync(), Is.EqualTo([alive]));
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

    private Task<List<SignInSession>> ListAsync() =>
        Installation.CallAsync<MeetDbContext, List<SignInSession>>(database =>
            database.SignInSessions.AsNoTracking().ToListAsync(Ct)
        );

    private Task<bool> RenewAsync(SignInSession renewed, Guid used) =>
        Installation.CallAsync<ISignInSessionRepository, bool>(s =>
            s.TryRenewAsync(renewed, used, Ct)
        );

    private sealed class LeaveAfterAStatement(CancellationTokenSource leaving)
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
