using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>
/// A request that declares the permission it needs. <see cref="Authorization{TRequest,TResponse}"/> refuses a request without one.
/// </summary>
public interface IRestricted
{
    Permission Needs { get; }
}
