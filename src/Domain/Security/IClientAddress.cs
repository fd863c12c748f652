namespace OpenViduMeet.Domain.Security;

/// <summary>Where the request that is being handled comes from.</summary>
public interface IClientAddress
{
    /// <summary>
    /// The client's address, or its network where one client has a whole network to itself (IPv6: the /64);
    /// <see langword="null"/> for what the server does of its own accord.
    /// </summary>
    string? Network { get; }

    /// <summary>The client's whole address, for the log; <see langword="null"/> for what the server does of its own accord.</summary>
    string? Address { get; }
}
