using System.Security.Cryptography;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>Reads a file of an archive line by line, and checks it against the manifest when it ends.</summary>
internal sealed class PartReader(string archive, PartEntry part, Stream content) : IDisposable
{
    private const int ReadSize = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;
    private long _bytes;
    private long _lines;

    /// <returns>The next line without its line feed, valid until the next call; <see langword="null"/> after the last one.</returns>
    /// <exception cref="StartException">The file is not what the manifest says.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                _lines++;
                return line;
            }

            if (await FillAsync(ct))
                continue;
            if (_end > _start)
                throw Damaged("its last line is not complete");
            ThrowUnlessWhole();
            return null;
        }
    }

    /// <summary>Reads a small file that need not have lines.</summary>
    /// <exception cref="StartException">The file is not what the manifest says.</exception>
    public async Task<byte[]> ReadAllAsync(CancellationToken ct)
    {
        while (await FillAsync(ct))
            continue;
        _lines = part.Lines;
        ThrowUnlessWhole();
        return _buffer[.._end];
    }

    public StartException Damaged(string why) =>
        new($"{archive} is damaged: {part.Name}, line {_lines + 1}: {why}");

    public void Dispose()
    {
        _hash.Dispose();
        content.Dispose();
    }

    private void ThrowUnlessWhole()
    {
        if (
            _bytes != part.Bytes
            || _lines != part.Lines
            || Convert.ToHexStringLower(_hash.GetHashAndReset()) != part.Sha256
        )
            throw new StartException(
                $"{archive} is damaged: {part.Name} is not what the manifest says"
            );
    }

    /// <returns><see langword="false"/> at the end.</returns>
    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= ArchiveFiles.MaxLine)
                throw Damaged($"it has more than {ArchiveFiles.MaxLine} bytes");
            Array.Resize(ref _buffer, Math.Min(2 * _end, ArchiveFiles.MaxLine));
        }

        var count = await ReadBytesAsync(ct);
        _hash.AppendData(_buffer, _end, count);
        _bytes += count;
        _end += count;
        // A small file can become endless when it is decompressed.
        if (_bytes > part.Bytes)
            throw Damaged("there is more than the manifest says");
        return count > 0;
    }

    private async ValueTask<int> ReadBytesAsync(CancellationToken ct)
    {
        try
        {
            return await content.ReadAsync(_buffer.AsMemory(_end), ct);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException)
        {
            throw Damaged(damaged.Message.ReplaceLineEndings(" "));
        }
    }
}
