namespace OpenViduMeet.TestSupport.Histories;

/// <summary>What is done to a participant name of a room. See <see cref="NameRegister"/> for the meaning of each.</summary>
public enum NameAction
{
    /// <summary>A browser without a token for the name requests one.</summary>
    Request,

    /// <summary>A browser that has an unexpired token for the name requests one again.</summary>
    RequestAgain,

    /// <summary>The participant joins the meeting. It then keeps the name until it is disconnected.</summary>
    Join,

    /// <summary>A moderator disconnects the participant.</summary>
    Disconnect,
}

/// <summary>The answer to a <see cref="NameOperation"/>.</summary>
public enum NameAnswer
{
    /// <summary>There was no answer: the operation may take effect at any later time, or never.</summary>
    None,

    /// <summary>There was an answer that says nothing of the effect, such as 503: the same as none.</summary>
    Failed,

    /// <summary>200: a token.</summary>
    Granted,

    /// <summary>409: the name is taken.</summary>
    Taken,

    /// <summary>A join or a disconnect succeeded.</summary>
    Done,

    /// <summary>404: there was nobody to disconnect, and nothing has changed.</summary>
    NotFound,
}

/// <summary>One operation of a history.</summary>
/// <param name="Number">The position in the order in which the operations began, from 1.</param>
/// <param name="By">Who asked, and whom, for the reader of a violation: "browser 3 at node 2".</param>
/// <param name="Began">When it began, on the clock of the one observer.</param>
/// <param name="Ended">When the answer arrived. <see cref="TimeSpan.MaxValue"/> if there is none.</param>
public sealed record NameOperation(
    int Number,
    NameAction Action,
    string Room,
    string Name,
    string By,
    TimeSpan Began,
    TimeSpan Ended,
    NameAnswer Answer
)
{
    /// <summary>Whether the answer leaves open if, and when, the operation took effect.</summary>
    internal bool IsUncertain => Answer is NameAnswer.None or NameAnswer.Failed;

    public override string ToString()
    {
        var end =
            Answer is NameAnswer.None ? "no answer"
            : Ended == TimeSpan.MaxValue ? $"{Answer}"
            : FormattableString.Invariant($"{Answer} at {Ended.TotalSeconds:0.000} s");
        return FormattableString.Invariant(
            $"{Number}. {Action} by {By}, began at {Began.TotalSeconds:0.000} s: {end}"
        );
    }
}

/// <summary>A time at which the database may have lost what it was told last.</summary>
/// <param name="Began">When the database was told to stop, or was killed.</param>
/// <param name="Ended">When it had stopped.</param>
internal sealed record DatabaseCrash(TimeSpan Began, TimeSpan Ended);
