using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The caller that the accepted credentials of the HTTP request prove, or the server outside of a request.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor requests) : ICurrentCaller
{
    public Caller Caller => requests.HttpContext?.User.ToCaller() ?? Caller.Server;
}
