namespace OpenViduMeet.Domain.Results;

/// <summary>No byte of the media lies in the requested range (RFC 9110 §15.5.17).</summary>
/// <param name="Size">The media's size in bytes, which the response must contain.</param>
public sealed record RangeNotSatisfiable(string Area, string Message, long Size)
    : Error(ErrorKind.RangeNotSatisfiable, Area, Message);
