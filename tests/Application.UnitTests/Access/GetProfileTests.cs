using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Access;

public sealed class GetProfileTests
{
    private readonly AccessPorts _ports = new();

    [Test]
    public async Task The_profile_is_the_current_user_from_the_database()
    {
        var now = new User("alice", UserRole.Admin);
        _ports.WithUser(now);
        var result = await SendAsync(new Caller(AccessPorts.Alice));
        Assert.That(result.Value, Is.EqualTo(now));
    }

    [Test]
    public async Task A_user_who_no_longer_exists_is_unauthorized()
    {
        _ports.WithUser(null);
        var result = await SendAsync(new Caller(AccessPorts.Alice));
        Assert.That(result.Error, Is.EqualTo(AccessErrors.Unauthorized));
    }

    [Test]
    public async Task An_anonymous_caller_is_unauthorized()
    {
        var result = await SendAsync(Caller.Anonymous);
        Assert.That(result.Error, Is.EqualTo(AccessErrors.Unauthorized));
    }

    private Task<Result<User>> SendAsync(Caller caller) =>
        new GetProfileHandler(Given.Current(caller), _ports.Users.Object).Handle(
            new GetProfile(),
            CancellationToken.None
        );
}
