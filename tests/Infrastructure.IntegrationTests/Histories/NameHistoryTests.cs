using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.TestSupport.Histories;
using static OpenViduMeet.TestSupport.Histories.NameAction;
using static OpenViduMeet.TestSupport.Histories.NameAnswer;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Histories;

/// <summary>Histories of one name with a hold of 60 s, right ones and ones with a planted fault. Times are in seconds.</summary>
public sealed class NameHistoryTests
{
    private const double Unanswered = double.PositiveInfinity;

    private NameHistory _history = new(TimeSpan.FromSeconds(60));

    [SetUp]
    public void Begin() => _history = new(TimeSpan.FromSeconds(60));

    // Planted faults

    [Test]
    public void Two_overlapping_requests_that_are_both_granted_are_found()
    {
        Add(Request, 1.0, 1.2, Granted);
        Add(Request, 1.1, 1.3, Granted);
        AssertFault("given while it was held: 2. Request");
    }

    [Test]
    public void A_grant_before_the_end_of_a_hold_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Request, 60.5, 60.6, Granted);
        AssertFault("given while it was held: 2. Request");
    }

    /// <summary>The clock of the node that gives the name again is five seconds fast.</summary>
    [Test]
    public void A_hold_that_ends_early_by_a_skewed_clock_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Request, 30, 30.1, Taken);
        Add(Request, 56.1, 56.2, Granted);
        AssertFault("given while it was held: 3. Request");
    }

    /// <summary>The node took the name, was paused until after the end of the hold, and answered all the same.</summary>
    [Test]
    public void A_token_that_arrives_after_its_hold_while_another_browser_has_the_name_is_found()
    {
        Add(Request, 0, 100, Granted);
        Add(Request, 70, 70.1, Granted);
        AssertFault("given while it was held: 1. Request");
    }

    /// <summary>
    /// The node read its clock, was paused, and took the name when it was released. The hold counts from the reading of the
    /// clock, which is too early.
    /// </summary>
    [Test]
    public void A_hold_that_counts_from_before_the_name_was_free_is_found()
    {
        Add(Request, 0, 0.1, Granted);
        Add(Request, 1, 51, Granted);
        Add(Disconnect, 49, 49.1, Done);
        Add(Request, 61.5, 61.6, Granted);
        AssertFault("given while it was held: 4. Request");
    }

    [Test]
    public void A_grant_before_the_disconnect_that_frees_the_name_has_begun_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Request, 10, 10.1, Granted);
        Add(Disconnect, 10.2, 10.3, Done);
        AssertFault("given while it was held: 2. Request");
    }

    [Test]
    public void A_hold_that_the_database_forgot_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Request, 2, 2.1, Taken);
        Add(Request, 3, 3.1, Granted);
        AssertFault("given while it was held: 3. Request");
    }

    [Test]
    public void A_hold_that_a_crash_loses_though_it_was_old_enough_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Crash(1.7, 1.8);
        Add(Request, 3, 3.1, Granted);
        AssertFault("given while it was held: 2. Request");
    }

    [Test]
    public void A_refusal_of_a_name_that_nobody_ever_held_is_found()
    {
        Add(Request, 1, 1.1, Taken);
        AssertFault("refused while it was free: 1. Request");
    }

    [Test]
    public void A_refusal_before_the_request_that_takes_the_name_has_begun_is_found()
    {
        Add(Request, 1, 1.1, Taken);
        Add(Request, 1.2, 1.3, Granted);
        AssertFault("refused while it was free: 1. Request");
    }

    [Test]
    public void A_refusal_after_the_end_of_the_hold_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Request, 61.2, 61.3, Taken);
        AssertFault("refused while it was free: 2. Request");
    }

    [Test]
    public void A_disconnect_that_freed_nothing_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 2, 2.1, Done);
        Add(Request, 3, 3.1, Taken);
        AssertFault("refused while it was free: 3. Request");
    }

    [Test]
    public void A_disconnect_that_disconnected_nobody_but_freed_the_name_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 2, 2.1, NotFound);
        Add(Request, 3, 3.1, Granted);
        AssertFault("given while it was held: 3. Request");
    }

    /// <summary>The refusal shows that the request without an answer took the name, and the grant that it gave it back.</summary>
    [Test]
    public void A_second_grant_after_a_request_without_an_answer_held_the_name_is_found()
    {
        Add(Request, 1, Unanswered, None);
        Add(Request, 5, 5.1, Taken);
        Add(Request, 20, 20.1, Granted);
        AssertRight();
        Add(Request, 30, 30.1, Granted);
        AssertFault("given while it was held: 4. Request");
    }

    [Test]
    public void One_request_without_an_answer_does_not_hold_the_name_twice()
    {
        Add(Request, 1, 2, Failed);
        Add(Request, 5, 5.1, Taken);
        Add(Request, 70, 70.1, Taken);
        AssertFault("refused while it was free: 3. Request");
    }

    [Test]
    public void One_disconnect_without_an_answer_does_not_free_the_name_twice()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 2, Unanswered, None);
        Add(Request, 3, 3.1, Granted);
        Add(Request, 4, 4.1, Granted);
        AssertFault("given while it was held: 4. Request");
    }

    [Test]
    public void A_grant_of_the_name_of_a_participant_who_has_joined_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Join, 2, 2.1, Done);
        Add(Request, 100, 100.1, Granted);
        AssertFault("given while it was held: 3. Request");
    }

    /// <summary>The event that Alice joined is handled late, and releases the hold of the one who has the name by then.</summary>
    [Test]
    public void A_hold_that_a_late_event_of_another_participant_releases_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Join, 2, 2.1, Done);
        Add(Disconnect, 3, 3.1, Done);
        Add(Request, 4, 4.1, Granted);
        Add(Request, 5, 5.1, Granted);
        AssertFault("given while it was held: 5. Request");
    }

    [Test]
    public void A_refusal_of_the_browser_that_has_the_token_is_found()
    {
        Add(Request, 1, 1.1, Granted);
        Add(RequestAgain, 2, 2.1, Taken);
        AssertFault("unexpired token was refused: 2. RequestAgain");
    }

    [Test]
    public void The_fault_of_one_name_is_reported_with_its_history_and_no_other()
    {
        Add(Request, 1, 1.1, Granted);
        Record("Bob", Request, 1, 1.1, Granted);
        Record("Carol", Request, 1.5, 1.6, Granted);
        Add(Request, 2, 2.1, Taken);
        Add(Request, 3, 3.1, Granted);
        Add(Request, 4, 4.1, Granted);

        Assert.That(
            _history.Check(),
            Is.EqualTo([
                """
                Alice in daily was given while it was held: 5. Request by browser at node 1, began at 3.000 s: Granted at 3.100 s
                  before it:
                  1. Request by browser at node 1, began at 1.000 s: Granted at 1.100 s
                """,
            ])
        );
    }

    // Right histories

    [Test]
    public void One_grant_and_nineteen_refusals_at_once_are_right()
    {
        for (var i = 0; i < 20; i++)
            Add(Request, 1 + i * 0.001, 1.5 - i * 0.001, i == 7 ? Granted : Taken);
        AssertRight();
    }

    [Test]
    public void A_refusal_whose_answer_arrives_before_that_of_the_grant_is_right()
    {
        Add(Request, 1, 1.5, Granted);
        Add(Request, 1.1, 1.2, Taken);
        AssertRight();
    }

    /// <summary>The hold began between 0 and 10: the refusal says not before 5, and the next grant says not after 8.</summary>
    [Test]
    public void A_grant_whose_moment_fits_all_that_follows_is_right()
    {
        Add(Request, 0, 10, Granted);
        Add(Request, 65, 65.01, Taken);
        Add(Request, 67.9, 68, Granted);
        AssertRight();
    }

    /// <summary>As before, but the refusal says not before 9.</summary>
    [Test]
    public void A_grant_for_which_no_moment_fits_all_that_follows_is_found()
    {
        Add(Request, 0, 10, Granted);
        Add(Request, 67.5, 68, Granted);
        Add(Disconnect, 68.1, 68.2, Done);
        Add(Request, 69, 69.01, Taken);
        AssertFault("refused while it was free: 4. Request");
    }

    [Test]
    public void Grants_and_refusals_at_the_very_end_of_the_hold_are_right()
    {
        Add(Request, 1, 1, Granted);
        Add(Request, 61, 61, Taken);
        Add(Request, 61, 61, Granted);
        Add(Request, 121.05, 121.05, Taken);
        Add(Request, 121.05, 121.05, Granted);
        Add(Request, 181, 181, Granted);
        AssertRight();
    }

    [Test]
    public void A_request_that_overlaps_a_disconnect_may_be_granted_or_refused()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 2, 3, Done);
        Add(Request, 2.1, 2.2, Taken);
        Add(Request, 2.3, 2.4, Granted);
        Add(Request, 2.5, 2.6, Taken);
        AssertRight();
    }

    [Test]
    public void A_disconnect_without_an_answer_may_free_the_name_later_or_never()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 2, Unanswered, None);
        Add(Request, 3, 3.1, Taken);
        Add(Request, 4, 4.1, Granted);
        Add(Disconnect, 5, 5.1, Failed);
        Add(Request, 6, 6.1, Taken);
        AssertRight();
    }

    [Test]
    public void A_request_without_an_answer_may_hold_the_name_later_or_never()
    {
        Add(Request, 1, Unanswered, None);
        Add(Request, 2, 2.1, Granted);
        Add(Request, 62.5, 62.6, Taken);
        Add(Request, 123, 123.1, Granted);
        AssertRight();
    }

    [Test]
    public void A_late_token_is_right_while_nobody_else_has_the_name()
    {
        Add(Request, 0, 100, Granted);
        Add(Request, 110, 110.1, Taken);
        AssertRight();
    }

    [Test]
    public void A_joined_name_is_taken_until_it_is_disconnected()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Join, 2, 2.1, Done);
        Add(Request, 1_000, 1_000.1, Taken);
        Add(Disconnect, 1_001, 1_001.1, Done);
        Add(Request, 1_002, 1_002.1, Granted);
        AssertRight();
    }

    [Test]
    public void A_join_without_an_answer_may_have_taken_the_name()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Join, 2, Unanswered, None);
        Add(Request, 1_000, 1_000.1, Taken);
        AssertRight();
    }

    [Test]
    public void A_browser_with_a_token_gets_another_at_any_time()
    {
        Add(Request, 1, 1.1, Granted);
        Add(RequestAgain, 2, 2.1, Granted);
        Add(RequestAgain, 100, 100.1, Granted);
        Add(Request, 101, 101.1, Granted);
        AssertRight();
    }

    [Test]
    public void A_crash_may_lose_a_hold_of_the_last_half_second()
    {
        Add(Request, 1, 1.1, Granted);
        Crash(1.5, 1.6);
        Add(Request, 3, 3.1, Granted);
        AssertRight();
    }

    [Test]
    public void A_crash_may_bring_back_a_hold_that_was_released_in_the_last_half_second()
    {
        Add(Request, 1, 1.1, Granted);
        Add(Disconnect, 20, 20.1, Done);
        Crash(20.5, 20.6);
        Add(Request, 50, 50.1, Taken);
        Add(Request, 61.2, 61.3, Granted);
        AssertRight();
    }

    [Test]
    public void An_unused_history_is_right() => AssertRight();

    [Test]
    public async Task Times_are_those_of_the_observers_clock()
    {
        var clock = new FakeTimeProvider();
        _history = new(TimeSpan.FromSeconds(60), clock);
        var first = _history.Invoke(Request, "daily", "Alice", "browser at node 1");
        clock.Advance(TimeSpan.FromSeconds(1));
        _history.Complete(first, Granted);
        await _history.CrashAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        });
        var second = _history.Invoke(Request, "daily", "Alice", "browser at node 1");
        Assert.That(
            _history.Operations,
            Is.EqualTo([
                Operation(1, TimeSpan.Zero, TimeSpan.FromSeconds(1), Granted),
                Operation(2, TimeSpan.FromSeconds(3), TimeSpan.MaxValue, None),
            ])
        );

        _history.Complete(second, Granted);
        AssertRight();

        static NameOperation Operation(
            int number,
            TimeSpan began,
            TimeSpan ended,
            NameAnswer answer
        ) => new(number, Request, "daily", "Alice", "browser at node 1", began, ended, answer);
    }

    [TestCase(Request, Done)]
    [TestCase(Request, NotFound)]
    [TestCase(Join, Granted)]
    [TestCase(Join, NotFound)]
    [TestCase(Disconnect, Taken)]
    public void An_answer_that_an_operation_cannot_have_is_refused(
        NameAction action,
        NameAnswer answer
    ) => Assert.Throws<ArgumentException>(() => Add(action, 1, 2, answer));

    private void Add(NameAction action, double began, double ended, NameAnswer answer) =>
        Record("Alice", action, began, ended, answer);

    private void Record(
        string name,
        NameAction action,
        double began,
        double ended,
        NameAnswer answer
    ) =>
        _history.Record(
            action,
            "daily",
            name,
            "browser at node 1",
            TimeSpan.FromSeconds(began),
            double.IsInfinity(ended) ? TimeSpan.MaxValue : TimeSpan.FromSeconds(ended),
            answer
        );

    private void Crash(double began, double ended) =>
        _history.RecordCrash(TimeSpan.FromSeconds(began), TimeSpan.FromSeconds(ended));

    private void AssertFault(string text)
    {
        var faults = _history.Check();
        Assert.That(faults, Has.Count.EqualTo(1));
        Assert.That(faults[0], Does.Contain(text));
    }

    private void AssertRight() => Assert.That(_history.Check(), Is.Empty);
}
