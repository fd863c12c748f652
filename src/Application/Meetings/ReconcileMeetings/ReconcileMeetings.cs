using MediatR;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Compares what we believe with what the meeting server says, and repairs what lost events have left behind.</summary>
public sealed record ReconcileMeetings : IRequest<Result>;
