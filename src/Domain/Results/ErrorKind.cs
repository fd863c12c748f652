namespace OpenViduMeet.Domain.Results;

/// <summary>The kind of an error, independent of HTTP. The Web API maps each kind to one status.</summary>
public enum ErrorKind
{
    /// <summary>The request cannot be read at all.</summary>
    Malformed,

    /// <summary>The request is well-formed, but values are missing or out of range; see <see cref="Error.Details"/>.</summary>
    Invalid,

    /// <summary>The caller is not authenticated.</summary>
    Unauthorized,

    /// <summary>The caller is authenticated but lacks the permission.</summary>
    Forbidden,

    /// <summary>The resource does not exist.</summary>
    NotFound,

    /// <summary>A credential that should prove a role does not prove one.</summary>
    NotAcceptable,

    /// <summary>The current state does not allow the operation.</summary>
    Conflict,

    /// <summary>A condition of the request on the state of the resource does not hold.</summary>
    PreconditionFailed,

    /// <summary>No byte of the media lies in the requested range; the error is a <see cref="RangeNotSatisfiable"/>.</summary>
    RangeNotSatisfiable,

    /// <summary>The caller has failed too often; the error is a <see cref="Results.TooManyRequests"/>.</summary>
    TooManyRequests,

    /// <summary>A dependency (LiveKit, storage) does not answer. A later attempt may succeed.</summary>
    Unavailable,
}
