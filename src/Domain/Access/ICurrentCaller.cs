namespace OpenViduMeet.Domain.Access;

/// <summary>The caller of the current request.</summary>
public interface ICurrentCaller
{
    /// <summary>The caller that verified credentials prove; <see cref="Access.Caller.Server"/> outside of HTTP requests.</summary>
    Caller Caller { get; }
}
