using OpenViduMeet.Domain.Security;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The client address outside of the Web API.</summary>
internal sealed class NoClientAddress : IClientAddress
{
    public string? Network => null;

    public string? Address => null;
}
