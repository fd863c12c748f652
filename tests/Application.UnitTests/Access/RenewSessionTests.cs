using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Access;

public sealed class RenewSessionTests
{
    private static readonly RefreshGrant Grant = new("alice", Guid.NewGuid(), Guid.NewGuid());

    private AccessPorts _ports = null!;
    private SignInSession? _renewed;

    [SetUp]
    public void SetUp()
    {
        _ports = new AccessPorts().WithTokens();
        _renewed = null;
    }

    [Test]
    public async Task Without_a_valid_refresh_token_no_user_is_looked_up()
    {
        var result = await SendAsync(null);

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InvalidRefreshToken));
        _ports.Users.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_user_who_no_longer_exists_is_refused()
    {
        _ports.WithUser(null);

        var result = await SendAsync(Grant);

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
        _ports.Sessions.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_token_that_ends_its_session_is_not_renewed()
    {
        _ports.WithUser(AccessPorts.Alice);
        WithRenewal(_ => null);

        var result = await SendAsync(Grant);

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InvalidRefreshToken));
        _ports.Tokens.Verify(tokens => tokens.IssueAccess(It.IsAny<AccessGrant>()), Times.Never());
    }

    [Test]
    public async Task The_session_continues_with_another_token()
    {
        _ports.WithUser(AccessPorts.Alice);
        WithRenewal(renewed => renewed);

        var result = await SendAsync(Grant);

        Assert.That(
            result.Value,
            Is.EqualTo(new UserTokens(AccessPorts.Access, AccessPorts.Refresh))
        );
        Assert.That(_renewed, Is.Not.Null);
        Assert.That(_renewed.Id, Is.EqualTo(Grant.SessionId));
        Assert.That(_renewed.CurrentTokenId, Is.Not.EqualTo(Grant.TokenId));
        Assert.That(_renewed.ExpiresAt, Is.EqualTo(Given.Now + AccessPorts.Refresh.Lifetime));
        _ports.Tokens.Verify(tokens => tokens.IssueRefresh(_renewed), Times.Once());
        _ports.Tokens.Verify(
            tokens => tokens.IssueAccess(new AccessGrant(AccessPorts.Alice, Grant.SessionId)),
            Times.Once()
        );
    }

    [Test]
    public async Task A_recently_replaced_token_returns_its_replacement()
    {
        _ports.WithUser(AccessPorts.Alice);
        var replacement = Guid.NewGuid();
        WithRenewal(renewed => renewed with { CurrentTokenId = replacement });

        var result = await SendAsync(Grant);

        Assert.That(result.Error, Is.Null);
        _ports.Tokens.Verify(
            tokens =>
                tokens.IssueRefresh(
                    It.Is<SignInSession>(session => session.CurrentTokenId == replacement)
                ),
            Times.Once()
        );
    }

    private void WithRenewal(Func<SignInSession, SignInSession?> answer) =>
        _ports
            .Sessions.Setup(sessions =>
                sessions.RenewAsync(
                    It.IsAny<SignInSession>(),
                    Grant.TokenId,
                    It.IsAny<CancellationToken>()
                )
            )
            .Callback((SignInSession session, Guid _, CancellationToken _) => _renewed = session)
            .ReturnsAsync((SignInSession session, Guid _, CancellationToken _) => answer(session));

    private Task<Result<UserTokens>> SendAsync(RefreshGrant? grant) =>
        new RenewSessionHandler(
            _ports.Users.Object,
            _ports.Tokens.Object,
            _ports.Sessions.Object,
            new FakeTimeProvider(Given.Now)
        ).Handle(new RenewSession(grant), CancellationToken.None);
}
