using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OpenViduMeet.Infrastructure.ObjectStorage;

/// <summary>
/// Reads those pages of a file that the system has in memory, without waiting for the disk (<c>preadv2</c> with <c>RWF_NOWAIT</c>, Linux
/// 4.14). .NET reads files on the thread pool, because any read may wait.
/// </summary>
internal static unsafe partial class CachedPages
{
    private const int NoWait = 8;

    private static bool _isSupported = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <returns>The number of bytes read; 0 or less if none are in memory, the file ends, or the system cannot tell.</returns>
    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        if (!_isSupported)
            return 0;
        try
        {
            fixed (byte* first = buffer)
            {
                var part = new IoVector { Base = first, Length = (nuint)buffer.Length };
                return (int)ReadVector(file, &part, 1, offset, NoWait);
            }
        }
        catch (EntryPointNotFoundException)
        {
            _isSupported = false;
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "preadv2")]
    private static partial nint ReadVector(
        SafeFileHandle file,
        IoVector* parts,
        int count,
        long offset,
        int flags
    );

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }
}
