using System.Net;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>A fault of a <see cref="FaultProxy"/>. An answer with fewer bytes than the fault states is passed on whole.</summary>
public abstract record ProxyFault
{
    private ProxyFault() { }

    /// <summary>
    /// Closes the connection in the usual way after this number of bytes of the body. With 0 only the headers are sent.
    /// </summary>
    public sealed record CutAfter(long Bytes) : ProxyFault;

    /// <summary>
    /// Resets the connection (TCP) after this number of bytes of the body. The last of them may not reach a client that reads
    /// slowly.
    /// </summary>
    public sealed record ResetAfter(long Bytes) : ProxyFault;

    /// <summary>Sends the headers and this number of bytes of the body, and then nothing until the client disconnects.</summary>
    public sealed record Stall(long AfterBytes) : ProxyFault;

    /// <summary>Takes the request and sends nothing, not even headers, until the client disconnects.</summary>
    public sealed record Silence : ProxyFault;

    /// <summary>Sends the body at this speed.</summary>
    public sealed record Slow(int BytesPerSecond) : ProxyFault;

    /// <summary>
    /// Announces this number of bytes more than there are (or fewer, if negative), and closes the connection after the body.
    /// </summary>
    public sealed record WrongLength(long Difference) : ProxyFault;

    /// <summary>Requests the whole object instead of a range, and passes on the answer: a 200 instead of a 206.</summary>
    public sealed record IgnoreRange : ProxyFault;

    /// <summary>Sends this answer, without calling the server.</summary>
    public sealed record Answer(
        HttpStatusCode Status,
        string Body = "",
        params (string Name, string Value)[] Headers
    ) : ProxyFault;

    /// <summary>Sends an answer that is not HTTP, without calling the server.</summary>
    public sealed record GarbageStatusLine : ProxyFault;

    /// <summary>Answers 200 with an endless body of spaces, without calling the server.</summary>
    public sealed record EndlessBody : ProxyFault;

    /// <summary>
    /// Makes every entity tag weak. <c>If-Match</c> then never matches (RFC 9110 §13.1.1), and a request with it is answered with
    /// 412.
    /// </summary>
    public sealed record WeakTags : ProxyFault;
}
