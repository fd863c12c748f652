using System.Diagnostics;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Caching;

namespace OpenViduMeet.Infrastructure.Meetings;

/// <summary>
/// Asks LiveKit about single participants. While a call about a room is under way, further questions about this room wait, and then share
/// one call that lists the room's participants. So no question waits for others to arrive, and no answer is older than its question.
/// Sharing saves LiveKit work, but refuses nobody: whoever has waited for long, or whose shared call has failed, asks alone.
/// </summary>
/// <remarks>The shared call is in no trace of a request, because it serves several.</remarks>
internal sealed class ParticipantLookups(TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Nobody waits longer for somebody else's call. A call that fails after this time has failed because LiveKit did not answer, whoever
    /// was asked about.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How long no list of a large room is asked for.</summary>
    private static readonly TimeSpan LargeFor = TimeSpan.FromSeconds(30);

    private static readonly object IsLarge = new();

    private readonly Lock _lock = new();

    /// <summary>The rooms that LiveKit is being asked about, and the questions that wait.</summary>
    private readonly Dictionary<RoomName, List<Waiting>> _asked = [];

    /// <summary>The rooms whose list is so long that single calls are cheaper.</summary>
    private readonly ExpiringCache<RoomName, object> _large = new(LargeFor, clock);

    /// <returns>The participant, or <see cref="TwirpErrors.NotFound"/>, or a failure of the call.</returns>
    public async Task<Result<ParticipantInfo>> FindAsync(
        TwirpClient liveKit,
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    )
    {
        if (_large.Find(room) is not null)
            return await GetAsync(liveKit, room, participant, ct);
        if (WaitingFor(liveKit, room, participant) is { } waiting)
            return await waiting.AnswerWithinAsync(Patience, ct)
                ?? await GetAsync(liveKit, room, participant, ct);

        Result<ParticipantInfo> answer = MeetingErrors.Unavailable;
        var began = Stopwatch.GetTimestamp();
        try
        {
            answer = await GetAsync(liveKit, room, participant, ct);
            return answer;
        }
        finally
        {
            // Whoever leaves must not take the others along.
            if (!ct.IsCancellationRequested)
                FailWaitingIfUnanswered(room, answer.Error, began);
            if (HasWaiting(room))
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = AnswerWaitingAsync(room), state: null);
        }
    }

    public void Dispose() => _large.Dispose();

    /// <returns>The question, if LiveKit is being asked about the room; otherwise <see langword="null"/>: the caller has to ask.</returns>
    private Waiting? WaitingFor(TwirpClient liveKit, RoomName room, ParticipantName participant)
    {
        lock (_lock)
        {
            if (!_asked.TryGetValue(room, out var others))
            {
                _asked[room] = [];
                return null;
            }

            var waiting = new Waiting(liveKit, participant);
            others.Add(waiting);
            return waiting;
        }
    }

    private bool HasWaiting(RoomName room)
    {
        lock (_lock)
        {
            if (_asked[room].Count > 0)
                return true;
            _asked.Remove(room);
            return false;
        }
    }

    private List<Waiting> TakeWaiting(RoomName room)
    {
        lock (_lock)
        {
            var waiting = _asked[room];
            _asked[room] = [];
            return waiting;
        }
    }

    private async Task AnswerWaitingAsync(RoomName room)
    {
        do
        {
            var waiting = TakeWaiting(room);
            var began = Stopwatch.GetTimestamp();
            try
            {
                var error =
                    waiting.Count == 1 ? await AnswerAsync(room, waiting[0])
                    : _large.Find(room) is null ? await AnswerTogetherAsync(room, waiting)
                    : await AnswerEachAsync(room, waiting);
                FailWaitingIfUnanswered(room, error, began);
            }
            catch (Exception failed)
            {
                waiting.ForEach(one => one.Answer.TrySetException(failed));
            }
        } while (HasWaiting(room));
    }

    private static async Task<Error?> AnswerAsync(RoomName room, Waiting waiting)
    {
        var answer = await GetAsync(
            waiting.LiveKit,
            room,
            waiting.Participant,
            CancellationToken.None
        );
        waiting.Answer.TrySetResult(answer);
        return answer.Error;
    }

    private static async Task<Error?> AnswerEachAsync(RoomName room, List<Waiting> waiting)
    {
        await Task.WhenAll(waiting.Select(one => AnswerAsync(room, one)));
        return null;
    }

    private async Task<Error?> AnswerTogetherAsync(RoomName room, List<Waiting> waiting)
    {
        var list = await waiting[^1]
            .LiveKit.CallAsync<ListParticipantsAnswer>(
                RoomService.ListFewParticipants,
                LiveKitGrant.RoomAdmin(room),
                new RoomRequest(room.Value),
                CancellationToken.None
            );
        if (list.Error == TwirpErrors.AnswerTooLarge)
            _large.Keep(room, IsLarge);
        if (list.IsFailure)
            return await AnswerEachAsync(room, waiting);

        var present = (list.Value.Participants ?? []).ToLookup(
            participant => participant.Identity,
            StringComparer.Ordinal
        );
        foreach (var one in waiting)
            one.Answer.TrySetResult(
                present[one.Participant.Value].FirstOrDefault() is { } found
                    ? found
                    : TwirpErrors.NotFound
            );
        return null;
    }

    /// <summary>Whoever waits for a LiveKit that does not answer is not made to wait for it once more.</summary>
    private void FailWaitingIfUnanswered(RoomName room, Error? error, long began)
    {
        if (error == MeetingErrors.Unavailable && Stopwatch.GetElapsedTime(began) >= Patience)
            TakeWaiting(room).ForEach(one => one.Answer.TrySetResult(error));
    }

    private static Task<Result<ParticipantInfo>> GetAsync(
        TwirpClient liveKit,
        RoomName room,
        ParticipantName participant,
        CancellationToken ct
    ) =>
        liveKit.CallAsync<ParticipantInfo>(
            RoomService.GetParticipant,
            LiveKitGrant.RoomAdmin(room),
            new ParticipantRequest(room.Value, participant.Value),
            ct
        );

    /// <param name="LiveKit">The client of the caller. The newest one of a shared call is used, because clients are not made to last.</param>
    private sealed record Waiting(TwirpClient LiveKit, ParticipantName Participant)
    {
        public TaskCompletionSource<Result<ParticipantInfo>> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <returns>The answer, or <see langword="null"/> if there is none by then.</returns>
        public async Task<Result<ParticipantInfo>?> AnswerWithinAsync(
            TimeSpan patience,
            CancellationToken ct
        )
        {
            try
            {
                return await Answer.Task.WaitAsync(patience, ct);
            }
            catch (TimeoutException) when (!Answer.Task.IsCompleted)
            {
                return null;
            }
        }
    }
}
