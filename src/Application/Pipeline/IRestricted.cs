using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request that says who may send it. Every request does: <see cref="Authorization{TRequest,TResponse}"/> refuses others.</summary>
public interface IRestricted
{
    Permission Needs { get; }
}
