using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.WebApi.Limits;

/// <summary>The address of the client, as trusted proxies report it.</summary>
internal sealed class ClientAddress(IHttpContextAccessor requests) : IClientAddress
{
    public string? Network =>
        requests.HttpContext?.Connection.RemoteIpAddress is { } address
            ? ClientNetwork.Of(address).ToString()
            : null;

    public string? Address => requests.HttpContext?.Connection.RemoteIpAddress?.Unmap().ToString();
}
