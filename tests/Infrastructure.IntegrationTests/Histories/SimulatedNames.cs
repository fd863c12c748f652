using FsCheck;
using FsCheck.Fluent;
using OpenViduMeet.TestSupport.Histories;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Histories;

/// <summary>What one client does, and how fast each part of the way is.</summary>
/// <param name="Gap">The time since the previous operation began.</param>
/// <param name="Way">The time until the operation takes effect.</param>
/// <param name="WayBack">The time from then until the answer arrives.</param>
/// <param name="Fate">Whether it takes effect, and whether it is answered.</param>
internal sealed record Step(
    NameAction Action,
    int Name,
    TimeSpan Gap,
    TimeSpan Way,
    TimeSpan WayBack,
    Fate Fate
);

internal enum Fate
{
    Answered,
    AnswerLost,
    NeverHappens,
}

/// <summary>Names that are given by a register without faults, to clients that overlap.</summary>
internal static class SimulatedNames
{
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);

    private static readonly Gen<TimeSpan> Delay = Gen.Frequency(
            (10, Gen.Choose(0, 50)),
            (2, Gen.Choose(0, 500)),
            (1, Gen.Choose(0, 5_000))
        )
        .Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    private static readonly Gen<NameAction> Action = Gen.Frequency(
        (10, Gen.Constant(NameAction.Request)),
        (1, Gen.Constant(NameAction.RequestAgain)),
        (1, Gen.Constant(NameAction.Join)),
        (3, Gen.Constant(NameAction.Disconnect))
    );

    private static readonly Gen<Fate> AnyFate = Gen.Frequency(
        (10, Gen.Constant(Fate.Answered)),
        (1, Gen.Constant(Fate.AnswerLost)),
        (1, Gen.Constant(Fate.NeverHappens))
    );

    private static readonly Gen<Step> Step =
        from action in Action
        from name in Gen.Choose(1, 3)
        from gap in Delay.Select(delay => delay / 2)
        from way in Delay
        from back in Delay
        from fate in AnyFate
        select new Step(action, name, gap, way, back, fate);

    /// <param name="count">The number of operations.</param>
    public static Gen<IReadOnlyList<Step>> Steps(int count) =>
        Step.ListOf(count).Select(steps => (IReadOnlyList<Step>)[.. steps]);

    /// <summary>The history that an observer records.</summary>
    public static IReadOnlyList<NameOperation> Run(IReadOnlyList<Step> steps)
    {
        var began = TimeSpan.Zero;
        var begun = new List<(Step Step, TimeSpan Began, int Number)>();
        foreach (var step in steps)
            begun.Add((step, began += step.Gap, begun.Count + 1));
        var names = new Dictionary<int, Register>();
        return
        [
            .. begun
                .OrderBy(operation => operation.Began + operation.Step.Way)
                .Select(operation => Happen(operation.Step, operation.Began, operation.Number))
                .OrderBy(operation => operation.Number),
        ];

        NameOperation Happen(Step step, TimeSpan start, int number)
        {
            if (!names.TryGetValue(step.Name, out var register))
                names[step.Name] = register = new Register();
            var moment = start + step.Way;
            var end = moment + step.WayBack;
            var answer =
                step.Fate is Fate.NeverHappens
                    ? NameAnswer.None
                    : register.Answer(step.Action, moment);
            // The server does not hand out a token whose hold has ended.
            if (
                answer is NameAnswer.Granted
                && step.Action is NameAction.Request
                && end > moment + Hold
            )
                answer = NameAnswer.Failed;
            if (step.Fate is Fate.AnswerLost)
                answer = NameAnswer.None;
            return new(
                number,
                step.Action,
                "daily",
                $"Name {step.Name}",
                $"browser {number}",
                start,
                answer is NameAnswer.None ? TimeSpan.MaxValue : end,
                answer
            );
        }
    }

    private sealed class Register
    {
        private static readonly TimeSpan Never = TimeSpan.MaxValue;

        private TimeSpan _takenUntil = TimeSpan.MinValue;

        public NameAnswer Answer(NameAction action, TimeSpan now)
        {
            switch (action)
            {
                case NameAction.Request when now < _takenUntil:
                    return NameAnswer.Taken;
                case NameAction.Request:
                    _takenUntil = now + Hold;
                    return NameAnswer.Granted;
                case NameAction.RequestAgain:
                    return NameAnswer.Granted;
                case NameAction.Join:
                    _takenUntil = Never;
                    return NameAnswer.Done;
                case NameAction.Disconnect when now < _takenUntil:
                    _takenUntil = TimeSpan.MinValue;
                    return NameAnswer.Done;
                default:
                    return NameAnswer.NotFound;
            }
        }
    }
}
