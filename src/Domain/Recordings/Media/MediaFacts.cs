namespace OpenViduMeet.Domain.Recordings.Media;

/// <summary>What a store knows of media without reading it.</summary>
/// <param name="Size">In bytes, from 0.</param>
/// <param name="Tag">A strong tag, which changes whenever a byte changes.</param>
/// <param name="LastModified">In whole seconds, as HTTP dates are.</param>
public sealed record MediaFacts(long Size, EntityTag Tag, DateTimeOffset LastModified);
