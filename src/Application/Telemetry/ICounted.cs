namespace OpenViduMeet.Application.Telemetry;

/// <summary>A request that has a counter of its own, beside the duration that all requests have.</summary>
public interface ICounted
{
    CountedAs CountedAs { get; }
}

public enum CountedAs
{
    NewToken,
    RefreshedToken,
    SignInWithPassword,
    SignInAtProvider,
    Disconnection,
}
