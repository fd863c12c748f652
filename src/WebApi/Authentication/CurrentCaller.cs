using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>Whoever the accepted credentials of the HTTP request prove, or the server where there is no HTTP request.</summary>
internal sealed class CurrentCaller(IHttpContextAccessor requests) : ICurrentCaller
{
    public Caller Caller => requests.HttpContext?.User.ToCaller() ?? Caller.Server;
}
