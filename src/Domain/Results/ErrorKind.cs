namespace OpenViduMeet.Domain.Results;

/// <summary>What went wrong, in words that know nothing of HTTP. The Web API maps each kind to one status.</summary>
public enum ErrorKind
{
    /// <summary>The request cannot be read at all.</summary>
    Malformed,

    /// <summary>The request is well-formed, but values are missing or out of range; see <see cref="Error.Details"/>.</summary>
    Invalid,

    /// <summary>Nobody, or nobody we know, is asking.</summary>
    Unauthorized,

    /// <summary>We know who asks, and they may not.</summary>
    Forbidden,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>A credential that was to prove a role proves none.</summary>
    NotAcceptable,

    /// <summary>The state of things does not allow it now.</summary>
    Conflict,

    /// <summary>A condition that the caller set on the state of the resource does not hold.</summary>
    PreconditionFailed,

    /// <summary>No byte of the media lies in the requested range; the error is a <see cref="RangeNotSatisfiable"/>.</summary>
    RangeNotSatisfiable,

    /// <summary>The caller has failed too often; the error is a <see cref="Results.TooManyRequests"/>.</summary>
    TooManyRequests,

    /// <summary>A dependency (LiveKit, storage) does not answer. Trying again later may succeed.</summary>
    Unavailable,
}
