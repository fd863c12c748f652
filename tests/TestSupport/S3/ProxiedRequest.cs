namespace OpenViduMeet.TestSupport.S3;

/// <summary>A request to a <see cref="FaultProxy"/>, as it was sent.</summary>
/// <param name="Path">The path of the URL, still percent-encoded.</param>
/// <param name="Query">The query without its question mark; empty if there is none.</param>
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
    /// <summary>Whether the request reads an object, with its bucket in the path. A listing and a HEAD do not.</summary>
    public bool IsObjectRead => Method == "GET" && Path.Trim('/').Contains('/');
}
