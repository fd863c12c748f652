using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

public sealed class CurrentCallerTests
{
    [Test]
    public async Task Outside_of_a_request_the_caller_is_anonymous_unless_the_scope_is_the_servers()
    {
        await using var meet = new MeetApiFactory();
        var scopes = meet.Services.GetRequiredService<IServiceScopeFactory>();
        await using var any = scopes.CreateAsyncScope();
        await using var servers = scopes.CreateServerScope();

        Assert.That(CallerIn(any), Is.EqualTo(Caller.Anonymous));
        Assert.That(CallerIn(servers), Is.EqualTo(Caller.Server));
    }

    private static Caller CallerIn(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<ICurrentCaller>().Caller;
}
