using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>
/// Writes an archive beside its place, and moves it there when it is complete and on the disk. Otherwise, nothing is left. Only the owner
/// may read it.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private const string Draft = ".partial";

    private readonly string _file;
    private readonly FileStream _draft;
    private readonly ZipArchive _zip;
    private bool _isComplete;

    private ArchiveWriter(string file, FileStream draft)
    {
        _file = file;
        _draft = draft;
        _zip = new ZipArchive(draft, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <exception cref="StartException">The file exists, or cannot be written.</exception>
    public static ArchiveWriter Create(string file)
    {
        ThrowIfExists(file);
        // A name that nobody can have prepared: an existing file would keep its permissions, and a link would lead elsewhere.
        var draft = $"{file}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}{Draft}";
        try
        {
            return new ArchiveWriter(
                file,
                OwnerOnly.Open(draft, FileMode.CreateNew, FileShare.None)
            );
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The backup cannot be written: {failed.Message}");
        }
    }

    public PartWriter BeginPart(string name) =>
        new(name, _zip.CreateEntry(name, CompressionLevel.Fastest).Open());

    /// <summary>Adds a small file.</summary>
    public PartEntry AddPart(string name, byte[] content)
    {
        using var part = BeginPart(name);
        part.WriteRaw(content);
        return part.Complete();
    }

    /// <summary>Adds the manifest, and moves the archive to its place.</summary>
    /// <returns>The size of the archive, in bytes.</returns>
    public long Complete(ArchiveManifest manifest)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, ArchiveManifest.Json);
        AddPart(ArchiveFiles.Manifest, json);
        AddPart(
            ArchiveFiles.ManifestHash,
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))
        );
        _zip.Dispose();
        _draft.Flush(flushToDisk: true);
        var size = _draft.Length;
        ThrowIfExists(_file);
        File.Move(_draft.Name, _file, overwrite: false);
        _isComplete = true;
        return size;
    }

    public void Dispose()
    {
        // While the file is locked, so that another backup's draft is not deleted.
        if (!_isComplete)
            File.Delete(_draft.Name);
        _zip.Dispose();
        _draft.Dispose();
    }

    private static void ThrowIfExists(string file)
    {
        if (Path.Exists(file))
            throw new StartException($"{file} exists already: choose another name, or remove it");
    }
}

/// <summary>Writes a file of the archive, and counts and hashes it.</summary>
internal sealed class PartWriter : IDisposable
{
    private const int WriteSize = 64 * 1024;

    private static readonly JsonWriterOptions Options = new()
    {
        // The files are for programs, not for pages.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _name;
    private readonly Stream _content;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * WriteSize);
    private readonly Utf8JsonWriter _json;
    private int _lineStart;
    private long _bytes;

    public PartWriter(string name, Stream content)
    {
        _name = name;
        _content = content;
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    public long Lines { get; private set; }

    /// <summary>Writes an object as one line.</summary>
    /// <param name="write">Writes the object.</param>
    /// <exception cref="StartException">The line is too long to be read again.</exception>
    public void WriteLine(Action<Utf8JsonWriter> write)
    {
        _json.Reset();
        write(_json);
        _json.Flush();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount - _lineStart > ArchiveFiles.MaxLine)
            throw new StartException(
                $"A row of {_name} is too large for a backup: line {Lines + 1} would have more than {ArchiveFiles.MaxLine} bytes"
            );
        Lines++;
        _lineStart = _buffer.WrittenCount;
        if (_lineStart >= WriteSize)
            Write();
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public PartEntry Complete()
    {
        Write();
        _content.Dispose();
        return new PartEntry(
            _name,
            Lines,
            _bytes,
            Convert.ToHexStringLower(_hash.GetHashAndReset())
        );
    }

    public void Dispose()
    {
        _json.Dispose();
        _content.Dispose();
        _hash.Dispose();
    }

    private void Write()
    {
        _hash.AppendData(_buffer.WrittenSpan);
        _content.Write(_buffer.WrittenSpan);
        _bytes += _buffer.WrittenCount;
        _buffer.ResetWrittenCount();
        _lineStart = 0;
    }
}
