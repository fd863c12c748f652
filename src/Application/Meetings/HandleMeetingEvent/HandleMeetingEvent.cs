using MediatR;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.Meetings;

/// <summary>Does what an event asks for. An event handled twice has the same effect as once.</summary>
public sealed record HandleMeetingEvent(MeetingEvent Event) : IRequest<Result>;
