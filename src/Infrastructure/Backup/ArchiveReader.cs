using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// Reads an archive. Nothing in it is believed: files are found by their names only, each name occurs once, and every file is checked
/// against the manifest while it is read.
/// </summary>
internal sealed class ArchiveReader : IDisposable
{
    /// <summary>The hash of the manifest, in hexadecimal digits.</summary>
    private const int HashLength = 2 * SHA256.HashSizeInBytes;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private ArchiveReader(
        string file,
        ZipArchive zip,
        Dictionary<string, ZipArchiveEntry> entries,
        ArchiveManifest manifest
    )
    {
        File = file;
        _zip = zip;
        _entries = entries;
        Manifest = manifest;
    }

    public string File { get; }

    public ArchiveManifest Manifest { get; }

    /// <exception cref="StartException">The file is not an archive that this version can read.</exception>
    public static ArchiveReader Open(string file)
    {
        var zip = OpenZip(file);
        try
        {
            var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            foreach (var entry in zip.Entries)
            {
                if (!entries.TryAdd(entry.FullName, entry))
                    throw Damaged(file, "it holds a file twice");
            }

            var manifest = ReadManifest(file, entries);
            var expected = manifest
                .Parts.Select(part => part.Name)
                .Append(ArchiveFiles.Manifest)
                .Append(ArchiveFiles.ManifestHash)
                .ToList();
            if (expected.Find(name => !entries.ContainsKey(name)) is { } missing)
                throw Damaged(file, $"{missing} is missing");
            if (expected.Count != entries.Count)
                throw Damaged(file, "it holds a file that the manifest does not name");
            return new ArchiveReader(file, zip, entries, manifest);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            zip.Dispose();
            throw NotAnArchive(file);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>The rows of a table. A value is <see langword="null"/> where the row has none.</summary>
    /// <param name="table">The table with the columns that the archive holds.</param>
    /// <returns>The rows, each in the same array, with the values in the order of the columns.</returns>
    public async IAsyncEnumerable<object?[]> ReadRowsAsync(
        ArchiveTable table,
        PartEntry part,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var reader = Read(part);
        var row = new object?[table.Columns.Count];
        while (await reader.ReadAsync(ct) is { } line)
        {
            Parse(table, line.Span, row, reader);
            yield return row;
        }
    }

    public async IAsyncEnumerable<MediaLine> ReadMediaAsync(
        PartEntry part,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var reader = Read(part);
        while (await reader.ReadAsync(ct) is { } line)
            yield return ParseMedia(line.Span, reader);
    }

    public async Task<byte[]> ReadAllAsync(PartEntry part, CancellationToken ct)
    {
        using var reader = Read(part);
        return await reader.ReadAllAsync(ct);
    }

    public void Dispose() => _zip.Dispose();

    private PartReader Read(PartEntry part)
    {
        try
        {
            return new PartReader(File, part, _entries[part.Name].Open());
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            throw Damaged(File, $"{part.Name} cannot be read");
        }
    }

    private static ZipArchive OpenZip(string file)
    {
        try
        {
            return new ZipArchive(
                new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read),
                ZipArchiveMode.Read
            );
        }
        catch (InvalidDataException)
        {
            throw NotAnArchive(file);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The backup cannot be read: {failed.Message}");
        }
    }

    private static ArchiveManifest ReadManifest(
        string file,
        Dictionary<string, ZipArchiveEntry> entries
    )
    {
        if (
            !entries.TryGetValue(ArchiveFiles.Manifest, out var manifest)
            || !entries.TryGetValue(ArchiveFiles.ManifestHash, out var hash)
        )
            throw NotAnArchive(file);

        var json = ReadStart(manifest, ArchiveFiles.MaxManifest);
        if (
            !ReadStart(hash, HashLength)
                .AsSpan()
                .SequenceEqual(
                    Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))
                )
        )
            throw Damaged(file, "the manifest has another hash");
        return Parse(file, json);
    }

    private static ArchiveManifest Parse(string file, byte[] json)
    {
        try
        {
            // Before the rest, which a later format may hold in another way.
            using (var document = JsonDocument.Parse(json))
            {
                var root = document.RootElement;
                // Its texts become lines on a terminal.
                if (HasControlCharacters(root))
                    throw Unreadable(file);
                if (
                    root.GetProperty("product").GetString() != ArchiveManifest.ThisProduct
                    || root.GetProperty("format").GetInt32() < 1
                )
                    throw NotAnArchive(file);
                if (root.GetProperty("format").GetInt32() > ArchiveManifest.CurrentFormat)
                    throw TooNew(file, root.GetProperty("version").GetString());
            }

            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(json, ArchiveManifest.Json)!;
            return manifest.HasNullInLists ? throw Unreadable(file) : manifest;
        }
        catch (Exception unreadable)
            when (unreadable
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            throw Unreadable(file);
        }
    }

    private static bool HasControlCharacters(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString()!.Any(char.IsControl),
            JsonValueKind.Array => json.EnumerateArray().Any(HasControlCharacters),
            JsonValueKind.Object => json.EnumerateObject()
                .Any(property =>
                    property.Name.Any(char.IsControl) || HasControlCharacters(property.Value)
                ),
            _ => false,
        };

    /// <returns>The whole content, or one byte more than the limit.</returns>
    private static byte[] ReadStart(ZipArchiveEntry entry, int limit)
    {
        using var content = entry.Open();
        var bytes = new byte[limit + 1];
        return bytes[..content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static void Parse(
        ArchiveTable table,
        ReadOnlySpan<byte> line,
        object?[] row,
        PartReader reader
    )
    {
        Array.Clear(row);
        try
        {
            var json = new Utf8JsonReader(line);
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                throw reader.Damaged("it is not an object");
            // Rows are written in the order of the columns.
            var next = 0;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var column = Find(table, ref json, ref next);
                if (column < 0 || row[column] is not null)
                    throw reader.Damaged("it has a value that the table does not have");
                json.Read();
                row[column] = table.Columns[column].Form.Read(ref json);
            }

            if (json.Read())
                throw reader.Damaged("it is not one object");
        }
        catch (Exception malformed)
            when (malformed
                    is JsonException
                        or FormatException
                        or OverflowException
                        or InvalidOperationException
                        // A duration is null.
                        or ArgumentNullException
            )
        {
            throw reader.Damaged("a value has another form");
        }

        for (var index = 0; index < row.Length; index++)
        {
            if (row[index] is null && !table.Columns[index].IsNullable)
                throw reader.Damaged($"it lacks {table.Columns[index].Name}");
        }
    }

    /// <param name="next">The column to look at first; then, the one after the column that was found.</param>
    /// <returns>The index of the column that the current property names, or -1 if there is none.</returns>
    private static int Find(ArchiveTable table, ref Utf8JsonReader json, ref int next)
    {
        for (var step = 0; step < table.Columns.Count; step++)
        {
            var index = (next + step) % table.Columns.Count;
            if (!json.ValueTextEquals(table.Columns[index].Json.EncodedUtf8Bytes))
                continue;
            next = index + 1;
            return index;
        }

        return -1;
    }

    private static MediaLine ParseMedia(ReadOnlySpan<byte> line, PartReader reader)
    {
        try
        {
            var media =
                JsonSerializer.Deserialize<MediaLine>(line, ArchiveManifest.Json)
                ?? throw reader.Damaged("it is not an object");
            return media.Key.Any(char.IsControl)
                ? throw reader.Damaged("the name of an object cannot be right")
                : media;
        }
        catch (JsonException)
        {
            throw reader.Damaged("it does not describe an object of the store");
        }
    }

    private static StartException Damaged(string file, string why) =>
        new($"{file} is damaged: {why}");

    private static StartException Unreadable(string file) =>
        Damaged(file, "the manifest cannot be read");

    private static StartException NotAnArchive(string file) =>
        new($"{file} is not a backup of this server, or is not complete");

    public static StartException TooNew(string file, string? version) =>
        new(
            $"{file} was written by a newer version of this server ({version}), and this is {ServerVersion.Text}: use that version or a later one"
        );
}
