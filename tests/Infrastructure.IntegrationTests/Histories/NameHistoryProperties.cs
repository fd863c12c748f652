using FsCheck;
using FsCheck.Fluent;
using OpenViduMeet.TestSupport.Histories;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Histories;

public sealed class NameHistoryProperties
{
    private static readonly TimeSpan Hold = SimulatedNames.Hold;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>Up to six operations on one name, with any answers, at whole seconds: right and wrong ones alike.</summary>
    private static Gen<IReadOnlyList<NameOperation>> SmallHistories =>
        from count in Gen.Choose(1, 6)
        from operations in SmallOperation.ListOf(count)
        select (IReadOnlyList<NameOperation>)
            [.. operations.Select((operation, i) => operation with { Number = i + 1 })];

    private static Gen<NameOperation> SmallOperation =>
        from what in Gen.Frequency(
            (6, Gen.Constant((NameAction.Request, NameAnswer.Granted))),
            (6, Gen.Constant((NameAction.Request, NameAnswer.Taken))),
            (2, Gen.Constant((NameAction.Request, NameAnswer.None))),
            (2, Gen.Constant((NameAction.Disconnect, NameAnswer.Done))),
            (1, Gen.Constant((NameAction.Disconnect, NameAnswer.NotFound))),
            (1, Gen.Constant((NameAction.Disconnect, NameAnswer.Failed))),
            (1, Gen.Constant((NameAction.Join, NameAnswer.Done))),
            (1, Gen.Constant((NameAction.Join, NameAnswer.None)))
        )
        from began in Gen.Choose(0, 8)
        from took in Gen.Frequency((2, Gen.Choose(0, 2)), (1, Gen.Choose(0, 6)))
        select new NameOperation(
            0,
            what.Item1,
            "daily",
            "Alice",
            "browser",
            TimeSpan.FromSeconds(began),
            what.Item2 is NameAnswer.None ? TimeSpan.MaxValue : TimeSpan.FromSeconds(began + took),
            what.Item2
        );

    private static Gen<IReadOnlyList<Step>> Steps =>
        Gen.Choose(1, 80).SelectMany(SimulatedNames.Steps);

    [FsCheck.NUnit.Property(MaxTest = 1_000)]
    public Property The_search_agrees_with_trying_all_orders() =>
        Prop.ForAll(
            SmallHistories.ToArbitrary(),
            operations =>
            {
                var right = AllOrders.Explain(operations, Hold, TimeSpan.Zero);
                return (Check(operations, TimeSpan.Zero).Count == 0 == right)
                    .Classify(right, "right")
                    .Classify(!right, "wrong");
            }
        );

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_history_of_a_right_register_is_right() =>
        Prop.ForAll(
            Steps.ToArbitrary(),
            steps => Check(SimulatedNames.Run(steps), TimeSpan.Zero).Count == 0
        );

    /// <summary>Somebody is given a name that another surely holds.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_second_grant_during_a_hold_is_found() =>
        Prop.ForAll(
            Steps.ToArbitrary(),
            steps =>
            {
                var operations = SimulatedNames.Run(steps);
                var surelyHeld = operations.FirstOrDefault(grant =>
                    IsSurelyHeld(operations, grant)
                );
                return surelyHeld is null
                    ? true.Classify(true, "nothing to change")
                    : Wrong(operations, surelyHeld, NameAnswer.Granted).Classify(true, "changed");
            }
        );

    /// <summary>Somebody is refused a name that nobody had or could have asked for before.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_refusal_of_an_untouched_name_is_found() =>
        Prop.ForAll(
            Steps.ToArbitrary(),
            steps =>
            {
                var operations = SimulatedNames.Run(steps);
                var early = operations[0] with { Began = -2 * Hold, Ended = -Hold };
                return Wrong([], early, NameAnswer.Taken)
                    && Wrong(operations, early, NameAnswer.Taken);
            }
        );

    /// <summary>An answered grant that takes nothing: the database forgets the hold.</summary>
    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property Two_requests_that_are_granted_one_after_the_other_are_found() =>
        Prop.ForAll(
            Steps.ToArbitrary(),
            steps =>
            {
                var operations = SimulatedNames.Run(steps);
                var last = operations.Max(operation => operation.Began) + 10 * Hold;
                var grant = operations[0] with
                {
                    Action = NameAction.Request,
                    Answer = NameAnswer.Granted,
                    Name = "Another",
                    Began = last,
                    Ended = last,
                };
                return Check([.. operations, grant], Tolerance).Count == 0
                    && Wrong([.. operations, grant], grant, NameAnswer.Granted);
            }
        );

    [Test]
    public void Thousands_of_operations_are_checked_within_seconds()
    {
        var operations = SimulatedNames.Run(SimulatedNames.Steps(5_000).Sample(1, 1).Single());
        var fault = operations.Last(grant => IsSurelyHeld(operations, grant));
        var started = TimeProvider.System.GetTimestamp();

        Assert.That(Check(operations, TimeSpan.Zero), Is.Empty);
        Assert.That(Wrong(operations, fault, NameAnswer.Granted), Is.True);

        var took = TimeProvider.System.GetElapsedTime(started);
        TestContext.Out.WriteLine($"{operations.Count} operations, twice: {took}");
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(4)));
    }

    /// <summary>
    /// Whether a grant is followed by a moment at which its name is held for certain: nobody can have freed it between, and the
    /// hold cannot have ended.
    /// </summary>
    private static bool IsSurelyHeld(
        IReadOnlyList<NameOperation> operations,
        NameOperation grant
    ) =>
        grant is { Action: NameAction.Request, Answer: NameAnswer.Granted }
        && grant.Ended < grant.Began + Hold - 2 * Tolerance
        && !operations.Any(other =>
            other.Name == grant.Name
            && other.Action is NameAction.Disconnect
            && other.Answer is not NameAnswer.NotFound
            && other.Began <= grant.Ended
            && other.Ended >= grant.Began
        );

    /// <summary>Whether the history is found to be wrong with one more answer at the end of an operation.</summary>
    private static bool Wrong(
        IReadOnlyList<NameOperation> operations,
        NameOperation at,
        NameAnswer answer
    )
    {
        var more = at with
        {
            Action = NameAction.Request,
            Began = at.Ended,
            Ended = at.Ended,
            Answer = answer,
        };
        return Check([.. operations, more], Tolerance).Count == 1;
    }

    private static IReadOnlyList<string> Check(
        IReadOnlyList<NameOperation> operations,
        TimeSpan tolerance
    )
    {
        var history = new NameHistory(Hold) { Tolerance = tolerance };
        foreach (var (_, action, room, name, by, began, ended, answer) in operations)
            history.Record(action, room, name, by, began, ended, answer);
        return history.Check();
    }
}
