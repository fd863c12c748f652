namespace OpenViduMeet.TestSupport.Histories;

/// <summary>
/// Records what was asked of the participant names of a cluster, and checks that no name was ever given to two browsers at
/// once. Any thread may record.
/// </summary>
/// <remarks>
/// All times come from one monotonic clock, in one process: the time before an operation is sent, and the time after its answer
/// has arrived. The clocks of the nodes play no part.
/// </remarks>
/// <param name="hold">How long a name is held for a browser that does not join.</param>
/// <param name="clock">The system's clock if <see langword="null"/>.</param>
public sealed class NameHistory(TimeSpan hold, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly long _start = (clock ?? TimeProvider.System).GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<NameOperation> _operations = [];
    private readonly List<DatabaseCrash> _crashes = [];

    /// <summary>
    /// How far an end of a hold may be from its exact time. It covers the rounding to milliseconds, the difference between the
    /// nodes' clocks, and the way of an answer to the observer.
    /// </summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What was committed within this time before a crash of the database may be lost.</summary>
    public TimeSpan MayBeLost { get; init; } = TimeSpan.FromSeconds(0.5);

    public IReadOnlyList<NameOperation> Operations
    {
        get
        {
            lock (_lock)
                return [.. _operations];
        }
    }

    /// <summary>An operation is about to be sent.</summary>
    /// <param name="by">Who asks, and whom: "browser 3 at node 2".</param>
    /// <returns>The number of the operation, for <see cref="Complete"/>.</returns>
    public int Invoke(NameAction action, string room, string name, string by)
    {
        lock (_lock)
            return Add(action, room, name, by, Now(), TimeSpan.MaxValue, NameAnswer.None);
    }

    /// <summary>The answer has arrived. An operation that is not completed has no answer.</summary>
    public void Complete(int operation, NameAnswer answer)
    {
        lock (_lock)
        {
            var now = Now();
            var begun = _operations[operation - 1];
            Validate(begun.Action, answer);
            _operations[operation - 1] = begun with { Ended = now, Answer = answer };
        }
    }

    /// <summary>Adds an operation whose times are known. Operations are numbered in the order of their calls.</summary>
    public void Record(
        NameAction action,
        string room,
        string name,
        string by,
        TimeSpan began,
        TimeSpan ended,
        NameAnswer answer
    )
    {
        Validate(action, answer);
        lock (_lock)
            Add(action, room, name, by, began, ended, answer);
    }

    /// <summary>Stops the database without a checkpoint, as in a crash, so that it may lose what it was told last.</summary>
    public async Task CrashAsync(Func<Task> stop)
    {
        var began = Now();
        await stop();
        RecordCrash(began, Now());
    }

    public void RecordCrash(TimeSpan began, TimeSpan ended)
    {
        lock (_lock)
            _crashes.Add(new DatabaseCrash(began, ended));
    }

    /// <summary>Checks the history against <see cref="NameRegister"/>.</summary>
    /// <returns>What is wrong, at most one fault for each name and kind of fault. Empty if the history is right.</returns>
    public IReadOnlyList<string> Check()
    {
        lock (_lock)
        {
            return
            [
                .. _operations
                    .GroupBy(operation => (operation.Room, operation.Name))
                    .SelectMany(name => NameRegister.Check([.. name], _crashes, hold, this)),
            ];
        }
    }

    private static void Validate(NameAction action, NameAnswer answer)
    {
        var fits = answer switch
        {
            NameAnswer.Granted or NameAnswer.Taken => action
                is NameAction.Request
                    or NameAction.RequestAgain,
            NameAnswer.Done => action is NameAction.Join or NameAction.Disconnect,
            NameAnswer.NotFound => action is NameAction.Disconnect,
            _ => true,
        };
        if (!fits)
            throw new ArgumentException(
                $"{action} is never answered with {answer}.",
                nameof(answer)
            );
    }

    private TimeSpan Now() => _clock.GetElapsedTime(_start);

    private int Add(
        NameAction action,
        string room,
        string name,
        string by,
        TimeSpan began,
        TimeSpan ended,
        NameAnswer answer
    )
    {
        var number = _operations.Count + 1;
        _operations.Add(new NameOperation(number, action, room, name, by, began, ended, answer));
        return number;
    }
}
