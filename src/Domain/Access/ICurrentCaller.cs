namespace OpenViduMeet.Domain.Access;

/// <summary>Who sends the request in hand.</summary>
public interface ICurrentCaller
{
    /// <summary>As far as verified credentials prove it; <see cref="Access.Caller.Server"/> outside of HTTP requests.</summary>
    Caller Caller { get; }
}
