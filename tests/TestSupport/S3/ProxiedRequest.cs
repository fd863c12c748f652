namespace OpenViduMeet.TestSupport.S3;

/// <summary>What came to a <see cref="FaultProxy"/>, as it was sent.</summary>
/// <param name="Path">Of the URL, still percent-encoded.</param>
/// <param name="Query">Without its question mark; empty if there is none.</param>
/// <param name="Range">The header, or <see langword="null"/> without one.</param>
/// <param name="IfMatch">The header, or <see langword="null"/> without one.</param>
/// <param name="IfUnmodifiedSince">The header, or <see langword="null"/> without one.</param>
public sealed record ProxiedRequest(
    string Method,
    string Path,
    string Query,
    string? Range,
    string? IfMatch,
    string? IfUnmodifiedSince
)
{
    /// <summary>Whether an object's bytes are asked for, of a bucket in the path: not a listing, nor a HEAD.</summary>
    public bool IsObjectRead => Method == "GET" && Path.Trim('/').Contains('/');
}
