using MediatR;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Access;

/// <param name="Grant">What the caller's refresh token proves, or <see langword="null"/> without a good one.</param>
public sealed record SignOut(RefreshGrant? Grant) : IRequest<Result>;
