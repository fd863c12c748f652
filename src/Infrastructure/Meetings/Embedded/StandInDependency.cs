using OpenViduMeet.Domain.Dependencies;

namespace OpenViduMeet.Infrastructure.Meetings.Embedded;

/// <summary>The stand-in is here for as long as the server is.</summary>
internal sealed class StandInDependency(EmbeddedMeetingServer standIn) : IDependency
{
    public string Purpose => "Meeting server";

    public string Description => standIn.Description;

    public Task<bool> AnswersAsync(CancellationToken ct) => Task.FromResult(true);
}
