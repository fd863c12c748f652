using OpenViduMeet.TestSupport.Histories;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Histories;

/// <summary>
/// The definition of a right history, followed literally: tries every order of the operations, with and without each uncertain
/// one, and solves for the moments. It serves for histories of a few operations, to compare the search with.
/// </summary>
internal static class AllOrders
{
    public static bool Explain(
        IReadOnlyList<NameOperation> operations,
        TimeSpan hold,
        TimeSpan tolerance
    )
    {
        var certain = operations.Where(operation => !IsUncertain(operation)).ToList();
        var uncertain = operations.Where(IsUncertain).ToList();
        return Subsets(uncertain)
            .Any(used =>
                Orders([.. certain, .. used], []).Any(order => Holds(order, hold, tolerance))
            );
    }

    private static bool IsUncertain(NameOperation operation) =>
        operation.Answer is NameAnswer.None or NameAnswer.Failed;

    private static IEnumerable<List<NameOperation>> Subsets(List<NameOperation> all) =>
        Enumerable
            .Range(0, 1 << all.Count)
            .Select(bits => all.Where((_, i) => (bits >> i & 1) == 1).ToList());

    private static IEnumerable<List<NameOperation>> Orders(
        List<NameOperation> rest,
        List<NameOperation> begun
    )
    {
        if (rest.Count == 0)
            yield return begun;
        foreach (var next in rest)
        {
            foreach (var order in Orders([.. rest.Where(other => other != next)], [.. begun, next]))
                yield return order;
        }
    }

    /// <summary>Whether there are moments for one order. Each condition is: a moment is at least another plus a distance.</summary>
    private static bool Holds(List<NameOperation> order, TimeSpan hold, TimeSpan tolerance)
    {
        var conditions = new List<(int Later, int Earlier, TimeSpan Distance)>();
        int? grant = null;
        var joined = false;
        for (var i = 0; i < order.Count; i++)
        {
            if (i > 0)
                conditions.Add((i, i - 1, TimeSpan.Zero));
            switch (order[i])
            {
                case { Answer: NameAnswer.NotFound } or { Action: NameAction.RequestAgain }:
                    break;
                case { Action: NameAction.Disconnect }:
                    (grant, joined) = (null, false);
                    break;
                case { Action: NameAction.Join }:
                    (grant, joined) = (null, true);
                    break;
                case { Answer: NameAnswer.Taken }:
                    if (grant is null && !joined)
                        return false;
                    if (grant is { } held)
                        conditions.Add((held, i, -hold - tolerance));
                    break;
                default:
                    if (joined)
                        return false;
                    // A request without an answer may give the name back at any moment.
                    if (grant is { } before && !IsUncertain(order[before]))
                        conditions.Add((i, before, hold - tolerance));
                    grant = i;
                    break;
            }
        }

        return HaveSolution(order, conditions, hold + tolerance);
    }

    /// <summary>Raises each moment as far as the conditions ask, from the earliest possible one.</summary>
    private static bool HaveSolution(
        List<NameOperation> order,
        List<(int Later, int Earlier, TimeSpan Distance)> conditions,
        TimeSpan longest
    )
    {
        var moments = order
            .Select(operation =>
                operation.Answer is NameAnswer.Granted
                && operation.Action is NameAction.Request
                && operation.Ended - longest > operation.Began
                    ? operation.Ended - longest
                    : operation.Began
            )
            .ToArray();
        for (var changed = true; changed; )
        {
            changed = false;
            foreach (var (later, earlier, distance) in conditions)
            {
                if (moments[later] >= moments[earlier] + distance)
                    continue;
                moments[later] = moments[earlier] + distance;
                changed = true;
                if (!IsUncertain(order[later]) && moments[later] > order[later].Ended)
                    return false;
            }
        }

        return moments
            .Zip(order)
            .All(pair => IsUncertain(pair.Second) || pair.First <= pair.Second.Ended);
    }
}
