using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="SessionIds">The sessions that the caller's good tokens name: none, one, or, after signing in twice, two.</param>
public sealed record SignOut(IReadOnlyList<Guid> SessionIds) : IRequest<Result>;
