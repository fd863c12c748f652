using System.Net;

namespace OpenViduMeet.TestSupport.S3;

/// <summary>What a <see cref="FaultProxy"/> does wrong. Where a number of bytes is named, an answer that has fewer is passed on whole.</summary>
public abstract record ProxyFault
{
    private ProxyFault() { }

    /// <summary>Closes the connection as if all had been said, after so many bytes of the body. With 0 only the headers are sent.</summary>
    public sealed record CutAfter(long Bytes) : ProxyFault;

    /// <summary>
    /// Breaks the connection (a TCP reset) after so many bytes of the body. Of those, the last may not reach a client that is slow
    /// to read them.
    /// </summary>
    public sealed record ResetAfter(long Bytes) : ProxyFault;

    /// <summary>Sends the headers and so many bytes of the body, and then nothing more until the client goes.</summary>
    public sealed record Stall(long AfterBytes) : ProxyFault;

    /// <summary>Takes the request and answers nothing, not even headers, until the client goes.</summary>
    public sealed record Silence : ProxyFault;

    /// <summary>Sends the body at this speed.</summary>
    public sealed record Slow(int BytesPerSecond) : ProxyFault;

    /// <summary>
    /// Promises so many bytes more than there are (or fewer, if negative) and closes the connection after those that there are.
    /// </summary>
    public sealed record WrongLength(long Difference) : ProxyFault;

    /// <summary>Asks for the whole object instead of a range of it, and passes on the answer: a 200 in place of a 206.</summary>
    public sealed record IgnoreRange : ProxyFault;

    /// <summary>Answers this, without asking the server.</summary>
    public sealed record Answer(
        HttpStatusCode Status,
        string Body = "",
        params (string Name, string Value)[] Headers
    ) : ProxyFault;

    /// <summary>Answers what is no HTTP, without asking the server.</summary>
    public sealed record GarbageStatusLine : ProxyFault;

    /// <summary>Answers 200 with a body of spaces that never ends, without asking the server.</summary>
    public sealed record EndlessBody : ProxyFault;

    /// <summary>
    /// Makes every entity tag a weak one. So <c>If-Match</c> never holds (RFC 9110 §13.1.1): a request with it is answered 412.
    /// </summary>
    public sealed record WeakTags : ProxyFault;
}
