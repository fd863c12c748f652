using System.Security.Cryptography;
using System.Text.Json;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.BucketLayout;
using OpenViduMeet.Infrastructure.ObjectStorage;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Lists the objects of the store in an archive, and compares the list with the store later.</summary>
internal sealed class MediaList(IObjectStore store, StorageOptions storage)
{
    private const string Files = "files";
    private const string S3 = "s3";

    /// <summary>How many objects are asked for at once.</summary>
    private const int Parallel = 16;

    private string StoreKind => storage.BlobMode == BlobMode.S3 ? S3 : Files;

    /// <summary>Whether the content of all objects is read. A bucket is read only if that was asked for.</summary>
    private bool Hashes(bool hash) => hash || storage.BlobMode != BlobMode.S3;

    /// <param name="hash">Whether to read the objects of a bucket, for their hashes.</param>
    /// <exception cref="StartException">The store cannot be read.</exception>
    public async Task<MediaEntry> WriteAsync(
        PartWriter part,
        bool hash,
        Action<long> onObject,
        CancellationToken ct
    )
    {
        var bytes = 0L;
        await foreach (var listed in store.ListAsync(BucketKeys.Recordings, ct))
        {
            if (listed.Outcome.IsFailure)
                throw NotRead(listed.Key, listed.Outcome.Error);
            if (listed.Key.EndsWith(FileObjectStore.Draft, StringComparison.Ordinal))
                continue;
            var described = await DescribeAsync(listed, hash, ct);
            // Deleted since it was listed.
            if (described is { Error.Kind: ErrorKind.NotFound })
                continue;
            if (described.IsFailure)
                throw NotRead(listed.Key, described.Error);

            var line = described.Value;
            part.WriteLine(json => JsonSerializer.Serialize(json, line, ArchiveManifest.Json));
            bytes += line.Size;
            onObject(part.Lines);
        }

        return new MediaEntry(StoreKind, bytes, part.Complete());
    }

    /// <summary>Compares the objects of the store with the list.</summary>
    /// <param name="archivedFrom">The kind of store that the list was made of.</param>
    /// <param name="onFault">Receives each object that is missing or differs, with the reason.</param>
    /// <returns>The number of faults.</returns>
    /// <exception cref="StartException">The store cannot be read.</exception>
    public async Task<long> CompareAsync(
        IAsyncEnumerable<MediaLine> lines,
        string archivedFrom,
        bool hash,
        Action<string> onFault,
        CancellationToken ct
    )
    {
        var faults = 0L;
        var running = new Queue<(string Key, Task<string?> Fault)>();
        await foreach (var line in lines.WithCancellation(ct))
        {
            running.Enqueue((line.Key, CompareAsync(line, archivedFrom, hash, ct)));
            if (running.Count == Parallel)
                await TakeAsync();
        }

        while (running.Count > 0)
            await TakeAsync();
        return faults;

        async Task TakeAsync()
        {
            var (key, comparing) = running.Dequeue();
            if (await comparing is not { } fault)
                return;
            faults++;
            onFault($"{key}: {fault}");
        }
    }

    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    private async Task<string?> CompareAsync(
        MediaLine line,
        string archivedFrom,
        bool hash,
        CancellationToken ct
    )
    {
        if (!BucketKeys.IsBelow(line.Key, BucketKeys.Recordings))
            return "it is not a name of this server's layout";
        var opened = await store.OpenAsync(line.Key, known: null, ct);
        if (opened.IsFailure)
            return opened.Error.Kind == ErrorKind.NotFound
                ? "missing"
                : throw NotRead(line.Key, opened.Error);
        await using var media = opened.Value;
        if (media.Facts.Size != line.Size)
            return $"has {media.Facts.Size} bytes instead of {line.Size}";
        if (Hashes(hash) && line.Sha256 is not null)
        {
            var read = await HashAsync(media, ct);
            if (read.IsFailure)
                throw NotRead(line.Key, read.Error);
            return read.Value == line.Sha256 ? null : "has another content";
        }

        return archivedFrom == S3 && StoreKind == S3 && media.Facts.Tag.Opaque != line.Tag
            ? "has another entity tag"
            : null;
    }

    private async Task<Result<MediaLine>> DescribeAsync(
        ListedObject listed,
        bool hash,
        CancellationToken ct
    )
    {
        if (!Hashes(hash) && listed.Facts is { } facts)
            return new MediaLine(listed.Key, facts.Size, facts.Tag.Opaque, Sha256: null);

        var opened = await store.OpenAsync(listed.Key, known: null, ct);
        if (opened.IsFailure)
            return opened.Error;
        await using var media = opened.Value;
        var read = Hashes(hash) ? await HashAsync(media, ct) : null;
        return read is { IsFailure: true }
            ? read.Error
            : new MediaLine(listed.Key, media.Facts.Size, media.Facts.Tag.Opaque, read?.Value);
    }

    private static async Task<Result<string>> HashAsync(StoredMedia media, CancellationToken ct)
    {
        if (media.Facts.Size == 0)
            return Convert.ToHexStringLower(SHA256.HashData([]));
        var content = await media.ReadAsync(new ByteRange(0, media.Facts.Size - 1), ct);
        if (content.IsFailure)
            return content.Error;
        try
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content.Value, ct));
        }
        catch (IOException)
        {
            return StorageErrors.Unavailable;
        }
    }

    private static StartException NotRead(string key, Error error) =>
        new(
            error is UnreadableObject unreadable
                ? $"The store of recordings cannot be read: {key}: {unreadable.Reason}"
                : "The store of recordings does not answer: try again later, or leave its objects out with --no-media"
        );
}
