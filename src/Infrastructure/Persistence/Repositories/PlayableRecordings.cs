using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <summary>Finds recordings in memory, and in the database only where they are not there: most of a range's time went there.</summary>
internal sealed class PlayableRecordings(IServiceScopeFactory scopes, TimeProvider clock)
    : IPlayableRecordings
{
    /// <summary>Longer would not be much quicker, and nobody notices that it is not shorter.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<RecordingId, Recording> _found = new(Lifetime, clock);

    public async Task<Recording?> FindAsync(RecordingId id, CancellationToken ct)
    {
        if (_found.Find(id) is { } known)
            return known;

        var recording = await WithRecordingsAsync(recordings => recordings.FindAsync(id, ct));
        if (recording is not { IsPlayable: true })
            return null;

        _found.Keep(id, recording);
        return recording;
    }

    public async Task RememberAsync(Recording recording, MediaFacts facts, CancellationToken ct)
    {
        var informed = recording with { Media = facts, Size = facts.Size };
        await WithRecordingsAsync(recordings =>
            recordings.TryReplaceAsync(recording, informed, ct)
        );
        // Whether it was replaced now or by somebody else meanwhile: the database knows.
        Forget(recording.Id);
    }

    public void Forget(RecordingId id) => _found.Remove(id);

    private async Task<T> WithRecordingsAsync<T>(Func<IRecordingRepository, Task<T>> call)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<IRecordingRepository>());
    }
}
