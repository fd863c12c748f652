namespace OpenViduMeet.Domain.Dependencies;

/// <summary>Something outside of the server without which a part of it does not work.</summary>
public interface IDependency
{
    /// <summary>What it is for, such as <c>Recordings</c>.</summary>
    string Purpose { get; }

    /// <summary>What it is. It is shown on pages: no secret, and no address that only this server needs to know.</summary>
    string Description { get; }

    /// <summary>Whether the server is of no use without it.</summary>
    bool IsEssential => false;

    /// <summary>Whether it answers now, found out by one cheap call. May throw where it does not.</summary>
    Task<bool> AnswersAsync(CancellationToken ct);
}
