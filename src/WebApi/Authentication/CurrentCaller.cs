using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The caller that the accepted credentials of the HTTP request prove. Only a scope of the server itself has none.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor requests) : ICurrentCaller
{
    private bool _isServer;

    /// <summary>Anonymous outside of a request, unless the scope is the server's own.</summary>
    public Caller Caller =>
        _isServer ? Caller.Server : requests.HttpContext?.User.ToCaller() ?? Caller.Anonymous;

    public void ActAsServer() => _isServer = true;
}

internal static class ServerScopes
{
    /// <summary>Creates a scope for work that the server does of its own accord, with the permissions for it.</summary>
    public static AsyncServiceScope CreateServerScope(this IServiceScopeFactory scopes)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().ActAsServer();
        return scope;
    }
}
