using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// Writes the state of the installation into an archive that either database restores, verifies archives, and restores them. Described in
/// docs/backup.md and ADR 56.
/// </summary>
public sealed class StateArchive
{
    private const int ProgressRows = 100_000;

    /// <summary>More faults than anybody reads one by one.</summary>
    private const int MaxShownFaults = 100;

    private readonly IMeetDatabase _meet;
    private readonly IStateDatabase _database;
    private readonly MediaList _media;
    private readonly InstallationKey _key;
    private readonly TimeProvider _clock;

    internal StateArchive(
        IMeetDatabase meet,
        IStateDatabase database,
        MediaList media,
        InstallationKey key,
        TimeProvider clock
    )
    {
        _meet = meet;
        _database = database;
        _media = media;
        _key = key;
        _clock = clock;
    }

    /// <summary>Writes an archive. Servers may run meanwhile: the archive holds one moment of the database.</summary>
    /// <param name="file">The archive, which must not exist.</param>
    /// <param name="media">What to do with the objects of the store.</param>
    /// <param name="progress">Receives a line now and then.</param>
    /// <exception cref="StartException">The archive cannot be written. Nothing is left of it.</exception>
    public async Task BackUpAsync(
        string file,
        MediaScope media,
        Action<string> progress,
        CancellationToken ct
    )
    {
        await using var context = _meet.Open();
        ArchiveSchema.ThrowUnlessCurrent(context, await _meet.ReadSchemaAsync(ct));
        // Before anything is written: a damaged key cannot be used after a restore either.
        var key = _key.Read();
        using var archive = ArchiveWriter.Create(Path.GetFullPath(file));
        var manifest = new ArchiveManifest
        {
            Product = ArchiveManifest.ThisProduct,
            Format = ArchiveManifest.CurrentFormat,
            Version = ServerVersion.Text,
            Schema = ArchiveSchema.MigrationsOf(context)[^1],
            CreatedAt = _clock.GetUtcNow(),
            Tables = await WriteTablesAsync(archive, context, progress, ct),
            Media = await WriteMediaAsync(archive, media, progress, ct),
            Key = key.File is null ? null : archive.AddPart(ArchiveFiles.Key, key.File),
            KeyCheck = key.Check,
        };
        var size = archive.Complete(manifest);
        progress(
            Invariant(
                $"{manifest.Tables.Count} tables with {manifest.Tables.Sum(table => table.Part.Lines)} rows, {manifest.Media?.Part.Lines ?? 0} objects of the store, in {size} bytes"
            )
        );
    }

    /// <summary>Checks that an archive can be restored, and compares its list of the store's objects with the store.</summary>
    /// <returns>Whether all listed objects are in the store as they were.</returns>
    /// <exception cref="StartException">The archive cannot be restored, or the store cannot be read.</exception>
    public async Task<bool> VerifyAsync(
        string file,
        MediaScope media,
        Action<string> progress,
        CancellationToken ct
    )
    {
        using var archive = ArchiveReader.Open(Path.GetFullPath(file));
        await CheckAsync(archive, progress, ct);
        if (media == MediaScope.None || archive.Manifest.Media is not { } listed)
            return true;

        var shown = 0;
        var faults = await _media.CompareAsync(
            archive.ReadMediaAsync(listed.Part, ct),
            listed.Store,
            media == MediaScope.Hashed,
            fault =>
            {
                if (++shown <= MaxShownFaults)
                    progress(fault);
            },
            ct
        );
        progress(
            Invariant($"{listed.Part.Lines} objects of the store, {faults} are missing or differ")
        );
        return faults == 0;
    }

    /// <summary>Restores the state of the installation from an archive. No server may run meanwhile.</summary>
    /// <param name="replace">Whether to replace a database that holds anything.</param>
    /// <exception cref="StartException">
    /// The archive cannot be restored here. Nothing was changed, unless the message says otherwise: a database may not have answered the
    /// COMMIT, and the key is put in its place after the database.
    /// </exception>
    public async Task RestoreAsync(
        string file,
        bool replace,
        Action<string> progress,
        CancellationToken ct
    )
    {
        using var archive = ArchiveReader.Open(Path.GetFullPath(file));
        await _database.CheckAsync(replace, ct);
        var tables = await CheckAsync(archive, progress, ct);
        var key = archive.Manifest.Key is { } part ? await archive.ReadAllAsync(part, ct) : null;
        _key.ThrowIfOther(key, replace);
        // Before anything is changed: a damaged key cannot be compared.
        var isOther = _key.IsOtherAfter(key, archive.Manifest.KeyCheck);
        using (var draft = key is null ? null : _key.Draft(key))
        {
            await LoadAsync(archive, tables, replace, progress, ct);
            draft?.Complete();
        }

        progress(
            Invariant(
                $"{archive.Manifest.Tables.Sum(table => table.Part.Lines)} rows of {archive.Manifest.CreatedAt:u}, written by version {archive.Manifest.Version}"
            )
        );
        if (isOther)
            progress(InstallationKey.OtherKey);
    }

    private async Task LoadAsync(
        ArchiveReader archive,
        IReadOnlyList<(ArchiveTable Table, TableEntry Entry)> tables,
        bool replace,
        Action<string> progress,
        CancellationToken ct
    )
    {
        try
        {
            await _database.RestoreAsync(
                replace,
                async (loader, loading) =>
                {
                    foreach (var (table, entry) in tables)
                        await loader.LoadAsync(
                            table,
                            Report(
                                archive.ReadRowsAsync(table, entry.Part, loading),
                                table.Name,
                                progress,
                                loading
                            ),
                            entry.Sequence,
                            loading
                        );
                },
                ct
            );
        }
        catch (DbException failed)
        {
            throw new StartException(
                $"{archive.File} was not restored: {failed.Message.ReplaceLineEndings(" ")}"
            );
        }
    }

    private async Task<IReadOnlyList<TableEntry>> WriteTablesAsync(
        ArchiveWriter archive,
        MeetDbContext context,
        Action<string> progress,
        CancellationToken ct
    )
    {
        await using var snapshot = await _database.OpenSnapshotAsync(ct);
        var entries = new List<TableEntry>();
        foreach (var table in ArchiveTable.AllOf(context))
        {
            using var part = archive.BeginPart(ArchiveFiles.TableOf(table.Name));
            await snapshot.WriteAsync(
                table,
                part,
                () => ReportRows(table.Name, part.Lines, progress),
                ct
            );
            entries.Add(
                new TableEntry(
                    table.Name,
                    [.. table.Columns.Select(column => column.Name)],
                    part.Complete(),
                    await snapshot.ReadSequenceAsync(table, ct)
                )
            );
        }

        return entries;
    }

    private async Task<MediaEntry?> WriteMediaAsync(
        ArchiveWriter archive,
        MediaScope media,
        Action<string> progress,
        CancellationToken ct
    )
    {
        if (media == MediaScope.None)
            return null;
        using var part = archive.BeginPart(ArchiveFiles.Media);
        return await _media.WriteAsync(
            part,
            media == MediaScope.Hashed,
            count => ReportRows("objects of the store", count, progress),
            ct
        );
    }

    /// <summary>Reads the whole archive once.</summary>
    private async Task<IReadOnlyList<(ArchiveTable Table, TableEntry Entry)>> CheckAsync(
        ArchiveReader archive,
        Action<string> progress,
        CancellationToken ct
    )
    {
        await using var context = _meet.Open();
        var tables = ArchiveSchema.Match(context, archive);
        foreach (var (table, entry) in tables)
            await archive.ReadRowsAsync(table, entry.Part, ct).CountAsync(ct);
        var manifest = archive.Manifest;
        if (manifest.Media is { } media)
            await archive.ReadMediaAsync(media.Part, ct).CountAsync(ct);

        if (manifest.Key is { } key)
            InstallationKey.ThrowIfDamaged(archive.File, await archive.ReadAllAsync(key, ct));
        progress(
            Invariant(
                $"the archive is whole: {manifest.Tables.Sum(table => table.Part.Lines)} rows of {manifest.CreatedAt:u}, written by version {manifest.Version}"
            )
        );
        return tables;
    }

    private static async IAsyncEnumerable<object?[]> Report(
        IAsyncEnumerable<object?[]> rows,
        string table,
        Action<string> progress,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var count = 0L;
        await foreach (var row in rows.WithCancellation(ct))
        {
            yield return row;
            ReportRows(table, ++count, progress);
        }
    }

    private static void ReportRows(string what, long count, Action<string> progress)
    {
        if (count % ProgressRows == 0)
            progress(Invariant($"{what}: {count} so far"));
    }

    private static string Invariant(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What an archive says of the objects of the store.</summary>
public enum MediaScope
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Their names and sizes; the hash of a file, or the entity tag of an object in S3.</summary>
    Listed,

    /// <summary>Also the hashes of objects in S3, which are all read for that.</summary>
    Hashed,
}
