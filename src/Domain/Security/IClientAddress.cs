namespace OpenViduMeet.Domain.Security;

/// <summary>The address of the client of the current request.</summary>
public interface IClientAddress
{
    /// <summary>
    /// The client's IPv4 address, or the /64 network of its IPv6 address, since one client usually has a whole /64;
    /// <see langword="null"/> outside of requests.
    /// </summary>
    string? Network { get; }

    /// <summary>The client's full address, for the log; <see langword="null"/> outside of requests.</summary>
    string? Address { get; }
}
