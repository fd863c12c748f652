namespace OpenViduMeet.TestSupport.Histories;

/// <summary>
/// What a participant name of a room is: a register that is <i>free</i>, <i>held</i> since a moment <c>g</c>, or <i>joined</i>.
/// A history is right if the register explains it: if each operation can be given one moment between its beginning and its answer,
/// at which it happens at once and alone, so that all answers are those of the register (linearizability).
/// </summary>
/// <remarks>
/// <para>
/// <b>The register.</b> At its moment <c>t</c>:
/// </para>
/// <list type="bullet">
/// <item><see cref="NameAction.Request"/>, granted: the name is free, or it is held and <c>t ≥ g + hold</c>. It is held from then
/// on, and <c>g = t</c>. The token arrives while the name is held: the answer is not later than <c>t + hold</c>.</item>
/// <item><see cref="NameAction.Request"/>, refused (409): the name is joined, or it is held and <c>t ≤ g + hold</c>. Nothing
/// changes.</item>
/// <item><see cref="NameAction.RequestAgain"/>: always granted. Nothing changes: it is the token that the browser has.</item>
/// <item><see cref="NameAction.Join"/>: the name is joined, and stays so until it is disconnected.</item>
/// <item><see cref="NameAction.Disconnect"/>, 204: the name is free. 404: nothing changes.</item>
/// <item>An operation without an answer, or with one that says nothing of the effect (503): it happens as above, at any one
/// moment after its beginning, or never. A request of that kind may also give the name back at any moment, since it ends without a
/// token.</item>
/// <item>A crash of the database: if anything that changes the name may have happened within <see cref="NameHistory.MayBeLost"/>
/// before it, then the name is what it was, or is free, or is held since any moment within <c>hold</c> before. If not, nothing
/// changes.</item>
/// </list>
/// <para>
/// <c>hold</c> is exact to <see cref="NameHistory.Tolerance"/>, in favour of the history: a grant may come that much too early, a
/// refusal that much too late.
/// </para>
/// <para>
/// <b>The search</b> is that of Wing and Gong, with Lowe's memory of states seen. It goes through the orders in which the
/// operations may have happened, and leaves an order when an operation's answer came before what is said to precede it. Names do
/// not influence each other, and linearizability is local (Herlihy and Wing), so that each name is searched alone.
/// </para>
/// <para>
/// <b>It is exact</b>, though the moments are continuous. Within one order, the conditions on the moments are lower and upper bounds
/// on them and on their differences. A state of the search holds the smallest moment for the next operation (<c>Now</c>) and
/// the smallest for the current grant (<c>Since</c>), which may grow up to <c>Limit</c> where a late refusal needs a longer hold.
/// All that a finished hold passes on is a lower bound on what follows, and the smallest is the best. So nothing is lost by
/// always taking the smallest, and a state that is no better than one seen in all its bounds need not be searched. Three
/// shortcuts lose nothing either:
/// </para>
/// <list type="bullet">
/// <item>A refusal that began before <c>Now</c> is taken at once when the name is not free. It changes nothing, so that any order
/// that takes it later is right with it here. Refusals are therefore taken in the order of their beginnings.</item>
/// <item>Of uncertain operations of one kind, the one that began first is used first. They have no end, so that one can stand
/// for the other.</item>
/// <item>An uncertain request or join is used only if a refusal follows, and an uncertain disconnect only if a grant follows.
/// Without them, the order is right also without it.</item>
/// </list>
/// </remarks>
internal sealed class NameRegister
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly TimeSpan _shortest;
    private readonly TimeSpan _longest;

    /// <summary>What changes the name for certain, in the order of its beginning.</summary>
    private readonly Change[] _changes;
    private readonly Interval[] _refusals;

    /// <summary>The earliest end of the refusals from an index on.</summary>
    private readonly TimeSpan[] _refusalsEnd;
    private readonly TimeSpan[] _maybeGranted;
    private readonly TimeSpan[] _maybeJoined;
    private readonly TimeSpan[] _maybeDisconnected;

    private readonly Dictionary<Place, List<State>> _seen = [];
    private readonly Stack<State> _open = [];

    private NameRegister(
        IReadOnlyList<NameOperation> operations,
        IReadOnlyList<DatabaseCrash> crashes,
        TimeSpan hold,
        NameHistory settings
    )
    {
        _shortest = hold - settings.Tolerance;
        _longest = hold + settings.Tolerance;
        _changes =
        [
            .. operations
                .Select(ToChange)
                .OfType<Change>()
                .Concat(Crashes())
                .OrderBy(c => c.Time.From),
        ];
        _refusals =
        [
            .. operations
                .Where(o => o is { Action: NameAction.Request, Answer: NameAnswer.Taken })
                .Select(o => new Interval(o.Began, o.Ended))
                .OrderBy(time => time.From),
        ];
        _refusalsEnd = new TimeSpan[_refusals.Length + 1];
        _refusalsEnd[^1] = Never;
        for (var i = _refusals.Length - 1; i >= 0; i--)
            _refusalsEnd[i] = Min(_refusals[i].To, _refusalsEnd[i + 1]);
        _maybeGranted = Uncertain(NameAction.Request);
        _maybeJoined = Uncertain(NameAction.Join);
        _maybeDisconnected = Uncertain(NameAction.Disconnect);

        Change? ToChange(NameOperation operation)
        {
            var time = new Interval(operation.Began, operation.Ended);
            return (operation.Action, operation.Answer) switch
            {
                // The token arrives while the name is held.
                (NameAction.Request, NameAnswer.Granted) => new Change(
                    ChangeKind.Grant,
                    time with
                    {
                        From = Max(time.From, time.To - _longest),
                    }
                ),
                (NameAction.Join, NameAnswer.Done) => new Change(ChangeKind.Join, time),
                (NameAction.Disconnect, NameAnswer.Done) => new Change(ChangeKind.Free, time),
                _ => null,
            };
        }

        IEnumerable<Change> Crashes() =>
            from crash in crashes
            where
                operations.Any(operation =>
                    MayChange(operation)
                    && operation.Began <= crash.Ended
                    && (
                        operation.IsUncertain || operation.Ended >= crash.Began - settings.MayBeLost
                    )
                )
            select new Change(ChangeKind.Crash, new Interval(crash.Began, crash.Ended));

        TimeSpan[] Uncertain(NameAction action) =>
            [
                .. operations
                    .Where(operation => operation.Action == action && operation.IsUncertain)
                    .Select(operation => operation.Began)
                    .Order(),
            ];
    }

    private enum Mode
    {
        Free,
        Held,

        /// <summary>Held by a request that ends without a token, and may give the name back.</summary>
        HeldWithoutAnswer,
        Joined,
    }

    private enum ChangeKind
    {
        Grant,
        Join,
        Free,
        Crash,
    }

    /// <summary>Finds what is wrong with the history of one name.</summary>
    public static IEnumerable<string> Check(
        IReadOnlyList<NameOperation> operations,
        IReadOnlyList<DatabaseCrash> crashes,
        TimeSpan hold,
        NameHistory settings
    )
    {
        var (room, name) = (operations[0].Room, operations[0].Name);
        var again = operations.FirstOrDefault(operation =>
            operation is { Action: NameAction.RequestAgain, Answer: NameAnswer.Taken }
        );
        if (again is not null)
            yield return $"{name} in {room}: a browser that has an unexpired token was refused: {again}";

        if (Explains(TimeSpan.MaxValue))
            yield break;

        // What began and ended until a moment is a history too. The first one that is wrong ends with the answer at fault.
        var ends = operations.Where(o => !o.IsUncertain).Select(o => o.Ended).Order().ToArray();
        var (right, wrong) = (-1, ends.Length - 1);
        while (wrong - right > 1)
        {
            var middle = (right + wrong) / 2;
            if (Explains(ends[middle]))
                right = middle;
            else
                wrong = middle;
        }

        yield return Describe(Until(ends[wrong]), ends[wrong], $"{name} in {room}");

        bool Explains(TimeSpan end) =>
            new NameRegister(
                Until(end),
                [.. crashes.Where(crash => crash.Began <= end)],
                hold,
                settings
            ).IsExplained();

        NameOperation[] Until(TimeSpan end) =>
            [
                .. operations
                    .Where(operation => operation.Began <= end)
                    .Select(operation =>
                        operation.Ended <= end
                            ? operation
                            : operation with
                            {
                                Answer = NameAnswer.None,
                                Ended = Never,
                            }
                    ),
            ];
    }

    private static string Describe(NameOperation[] operations, TimeSpan end, string name)
    {
        var fault = operations.First(operation => operation.Ended == end && !operation.IsUncertain);
        var what = (fault.Action, fault.Answer) switch
        {
            (NameAction.Request, NameAnswer.Granted) => "was given while it was held",
            (NameAction.Request, NameAnswer.Taken) => "was refused while it was free",
            _ => "has answers that contradict each other",
        };
        // What changed the name, or may have, is what the answer must agree with.
        var before = operations
            .Where(operation => operation != fault && MayChange(operation))
            .OrderByDescending(operation => operation.Began)
            .Take(8)
            .Reverse();
        return string.Join(
            "\n  ",
            [$"{name} {what}: {fault}", "before it:", .. before.Select(o => o.ToString())]
        );
    }

    private static bool MayChange(NameOperation operation) =>
        operation.IsUncertain
            ? operation.Action is not NameAction.RequestAgain
            : operation
                is { Action: NameAction.Request, Answer: NameAnswer.Granted }
                    or { Answer: NameAnswer.Done };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private bool IsExplained()
    {
        Visit(new State { Limit = Never });
        while (_open.TryPop(out var state))
        {
            if (state.Place.Refusals == _refusals.Length && state.Place.Prefix == _changes.Length)
                return true;
            Expand(state);
        }

        return false;
    }

    /// <summary>Takes the refusals that cost nothing, and remembers the state if it is better than those seen.</summary>
    private void Visit(State state)
    {
        while (
            state.Place.Refusals < _refusals.Length
            && _refusals[state.Place.Refusals].From <= state.Now
        )
        {
            var next = Refuse(state);
            if (next is not { } taken || taken.Since != state.Since)
                break;
            state = taken;
        }

        if (state.Now > EarliestEnd(state.Place))
            return;

        if (!_seen.TryGetValue(state.Place, out var seen))
            _seen[state.Place] = seen = [];
        if (seen.Exists(other => other.IsAsGoodAs(state)))
            return;
        seen.RemoveAll(state.IsAsGoodAs);
        seen.Add(state);
        _open.Push(state);
    }

    /// <summary>All that may happen next. What is most likely comes last, since it is searched first.</summary>
    private void Expand(State state)
    {
        UseUncertain(state);
        foreach (var index in Candidates(state.Place))
        {
            var change = _changes[index];
            var after = state with { Place = state.Place.Take(index) };
            var at = after with { Now = Max(state.Now, change.Time.From) };
            switch (change.Kind)
            {
                case ChangeKind.Free:
                    VisitIfInTime(at.Enter(Mode.Free), change);
                    break;
                case ChangeKind.Join:
                    VisitIfInTime(at.Enter(Mode.Joined), change);
                    break;
                case ChangeKind.Grant:
                    foreach (var free in WhenFree(after))
                        VisitIfInTime(Grant(free, change.Time), change);
                    break;
                case ChangeKind.Crash:
                    VisitIfInTime(at.Enter(Mode.Free), change);
                    VisitIfInTime(
                        at.Enter(Mode.Held, change.Time.From - _longest, change.Time.To),
                        change
                    );
                    VisitIfInTime(at with { Limit = Min(at.Limit, change.Time.To) }, change);
                    break;
            }
        }

        if (Refuse(state) is { } refused)
            Visit(refused);
    }

    private void VisitIfInTime(State state, Change change)
    {
        if (state.Now <= change.Time.To)
            Visit(state);
    }

    private static State Grant(State free, Interval time)
    {
        var now = Max(free.Now, time.From);
        return (free with { Now = now }).Enter(Mode.Held, now, time.To);
    }

    /// <summary>The uncertain requests and joins, each together with the refusal that it explains.</summary>
    private void UseUncertain(State state)
    {
        if (state.Place.Refusals == _refusals.Length)
            return;

        if (state.Joins < _maybeJoined.Length && state.Place.Mode is not Mode.Joined)
        {
            var joined = state with
            {
                Now = Max(state.Now, _maybeJoined[state.Joins]),
                Joins = state.Joins + 1,
            };
            if (Refuse(joined.Enter(Mode.Joined)) is { } refused)
                Visit(refused);
        }

        if (state.Grants < _maybeGranted.Length)
        {
            var any = new Interval(_maybeGranted[state.Grants], Never);
            foreach (var free in WhenFree(state))
            {
                var granted = Grant(free, any) with { Grants = state.Grants + 1 };
                if (Refuse(granted.In(Mode.HeldWithoutAnswer)) is { } refused)
                    Visit(refused);
            }
        }
    }

    /// <summary>The name as it is when it can be given next: now, when its hold ends, or after an uncertain disconnect.</summary>
    private IEnumerable<State> WhenFree(State state)
    {
        var mode = state.Place.Mode;
        if (mode is Mode.Free)
        {
            yield return state;
            yield break;
        }

        if (state.Disconnects < _maybeDisconnected.Length)
        {
            var freed = state with
            {
                Now = Max(state.Now, _maybeDisconnected[state.Disconnects]),
                Disconnects = state.Disconnects + 1,
            };
            yield return freed.Enter(Mode.Free);
        }

        if (mode is Mode.HeldWithoutAnswer)
            yield return state.Enter(Mode.Free);

        if (mode is Mode.Held)
        {
            var ended = state with { Now = Max(state.Now, state.Since + _shortest) };
            yield return ended.Enter(Mode.Free);
        }
    }

    /// <summary>Takes the next refusal, or returns <see langword="null"/> if the name cannot have been held then.</summary>
    private State? Refuse(State state)
    {
        if (state.Place.Refusals == _refusals.Length || state.Place.Mode is Mode.Free)
            return null;

        var time = _refusals[state.Place.Refusals];
        // A later beginning of the hold makes it last until the refusal.
        var since = state.Place.Mode is Mode.Held or Mode.HeldWithoutAnswer
            ? Max(state.Since, time.From - _longest)
            : state.Since;
        var limit = Min(state.Limit, time.To);
        if (since > limit)
            return null;

        return state with
        {
            Now = Max(state.Now, time.From),
            Since = since,
            Limit = limit,
            Place = state.Place with { Refusals = state.Place.Refusals + 1 },
        };
    }

    /// <summary>The changes that may come next: those that began before any other had its answer.</summary>
    private Stack<int> Candidates(Place place)
    {
        var end = EarliestEnd(place);
        var candidates = new Stack<int>();
        for (var i = place.Prefix; i < _changes.Length && _changes[i].Time.From <= end; i++)
        {
            if (!place.Has(i))
                candidates.Push(i);
        }

        return candidates;
    }

    private TimeSpan EarliestEnd(Place place)
    {
        var end = _refusalsEnd[place.Refusals];
        for (var i = place.Prefix; i < _changes.Length && _changes[i].Time.From <= end; i++)
        {
            if (!place.Has(i))
                end = Min(end, _changes[i].Time.To);
        }

        return end;
    }

    /// <summary>Both ends are inclusive.</summary>
    private readonly record struct Interval(TimeSpan From, TimeSpan To);

    private sealed record Change(ChangeKind Kind, Interval Time);

    /// <summary>Which certain operations have happened, and what the name is now.</summary>
    /// <param name="Prefix">The changes before this index have happened.</param>
    /// <param name="Beyond">Bit <c>n</c>: the change <c>Prefix + n</c> has happened too.</param>
    /// <param name="Refusals">The number of refusals that have happened.</param>
    private readonly record struct Place(int Prefix, UInt128 Beyond, int Refusals, Mode Mode)
    {
        public bool Has(int index) =>
            index < Prefix || (index - Prefix < 128 && (Beyond >> (index - Prefix) & 1) == 1);

        public Place Take(int index)
        {
            if (index - Prefix >= 128)
                throw new NotSupportedException("More than 128 operations on one name at once.");

            var (prefix, beyond) = (Prefix, Beyond | (UInt128.One << (index - Prefix)));
            while ((beyond & 1) == 1)
                (prefix, beyond) = (prefix + 1, beyond >> 1);
            return this with { Prefix = prefix, Beyond = beyond };
        }
    }

    /// <summary>A place in the search, and the bounds on the moments that lead to it.</summary>
    private readonly record struct State
    {
        public Place Place { get; init; }

        /// <summary>The next operation happens at this moment or later.</summary>
        public TimeSpan Now { get; init; }

        /// <summary>Held: the smallest moment of the grant. Joined: the moment of the join.</summary>
        public TimeSpan Since { get; init; }

        /// <summary>The largest moment that <see cref="Since"/> may become.</summary>
        public TimeSpan Limit { get; init; }

        /// <summary>How many uncertain requests, joins and disconnects have been used.</summary>
        public int Grants { get; init; }
        public int Joins { get; init; }
        public int Disconnects { get; init; }

        public State In(Mode mode) => this with { Place = Place with { Mode = mode } };

        public State Enter(Mode mode) => Enter(mode, Now, Never);

        public State Enter(Mode mode, TimeSpan since, TimeSpan limit) =>
            In(mode) with
            {
                Since = since,
                Limit = limit,
            };

        /// <summary>Whether all that can follow another state of the same place can follow this one.</summary>
        public bool IsAsGoodAs(State other) =>
            Now <= other.Now
            && (Place.Mode is Mode.Free || (Since <= other.Since && Limit >= other.Limit))
            && Grants <= other.Grants
            && Joins <= other.Joins
            && Disconnects <= other.Disconnects;
    }
}
