namespace OpenViduMeet.Domain.Access;

/// <summary>The caller of the current request.</summary>
public interface ICurrentCaller
{
    /// <summary>The caller that verified credentials prove; <see cref="Access.Caller.Server"/> for work that the server does of its own accord.</summary>
    Caller Caller { get; }
}
