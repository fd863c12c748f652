using System.Diagnostics.Metrics;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Telemetry;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>Measures the calls to a store. A read is measured up to its first byte, because a viewer may pause.</summary>
internal sealed class MeasuredObjectStore(IObjectStore store, IMeterFactory meters) : IObjectStore
{
    private readonly MeasuredCall _calls = new(
        meters,
        "meet.store.duration",
        "meet.store.operation",
        "Time of a call to the store of recordings. A read is measured up to its first byte."
    );

    public async Task<Result<StoredMedia>> OpenAsync(
        string key,
        MediaFacts? known,
        CancellationToken ct
    )
    {
        var opened = await _calls.RunAsync("open", () => store.OpenAsync(key, known, ct), ct);
        return opened.IsFailure ? opened : new MeasuredMedia(opened.Value, _calls);
    }

    public Task<Result> WriteAsync(string key, Stream content, CancellationToken ct) =>
        _calls.RunAsync("write", () => store.WriteAsync(key, content, ct), ct);

    public Task<Result> DeleteAsync(string key, CancellationToken ct) =>
        _calls.RunAsync("delete", () => store.DeleteAsync(key, ct), ct);

    public IAsyncEnumerable<ListedObject> ListAsync(string prefix, CancellationToken ct) =>
        store.ListAsync(prefix, ct);

    private sealed class MeasuredMedia(StoredMedia media, MeasuredCall calls) : StoredMedia
    {
        public override MediaFacts Facts => media.Facts;

        public override Task<Result<Stream>> ReadAsync(ByteRange range, CancellationToken ct) =>
            calls.RunAsync("read", () => media.ReadAsync(range, ct), ct);

        public override ValueTask DisposeAsync() => media.DisposeAsync();
    }
}
