using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class RecordingLinkRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RecordingId Id = RecordingId.Parse("daily-abc--EG_1--uid1");
    private static readonly RecordingId OtherId = RecordingId.Parse("daily-abc--EG_2--uid2");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private ILinkViewings Viewings => Installation.Get<ILinkViewings>();

    [SetUp]
    public async Task AddRecordingsAsync()
    {
        await Installation.StartListeningAsync();
        await AddRecordingAsync(Id);
        await AddRecordingAsync(OtherId);
    }

    [TestCase(RecordingLinkAccess.View, null)]
    [TestCase(RecordingLinkAccess.Download, "hash of a code")]
    public async Task A_link_is_kept_as_it_is(RecordingLinkAccess access, string? codeHash)
    {
        var link = RecordingLink.Create(Id, access, Hour, codeHash, Installation.Clock).Link;
        Assert.That((await AddAsync(link)).Error, Is.Null);

        Assert.That(await ListAsync(Id), Is.EqualTo([link]));
        Assert.That(await ListAsync(OtherId), Is.Empty);
        using var viewing = await Viewings.BeginAsync(link.Id, Ct);
        Assert.That(viewing?.Link, Is.EqualTo(link));
    }

    [Test]
    public async Task Links_are_listed_in_the_order_of_their_creation_until_they_expire()
    {
        var expected = new List<RecordingLink>();
        for (var count = 0; count < 3; count++)
        {
            expected.Add(await AddAsync(Id, Hour));
            Installation.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.That(await ListAsync(Id), Is.EqualTo(expected));
        Installation.Clock.Advance(Hour - TimeSpan.FromMinutes(3));
        Assert.That(await ListAsync(Id), Is.EqualTo(expected.Skip(1)));
    }

    [Test]
    public async Task A_recording_that_does_not_exist_gets_no_link()
    {
        var unknown = RecordingId.Parse("daily-abc--EG_9--uid9");
        Assert.That((await AddAsync(NewLink(unknown))).Error, Is.EqualTo(RecordingErrors.NotFound));

        await Installation.CallAsync<IRecordingRepository>(async recordings =>
        {
            var known = (await recordings.FindAsync(Id, Ct))!;
            await recordings.TryReplaceAsync(known, known.Delete(), Ct);
        });
        Assert.That((await AddAsync(NewLink(Id))).Error, Is.EqualTo(RecordingErrors.NotFound));
    }

    [Test]
    public async Task Of_concurrent_links_only_as_many_as_allowed_are_added()
    {
        for (var count = 0; count < RecordingLink.MaxForRecording - 3; count++)
            await AddAsync(Id, Hour);

        var added = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => AddAsync(NewLink(Id))))
        );

        Assert.That(added.Count(result => !result.IsFailure), Is.EqualTo(3));
        Assert.That(
            added.Select(result => result.Error).OfType<Error>(),
            Is.All.EqualTo(RecordingLinkErrors.TooMany)
        );
        Assert.That((await AddAsync(NewLink(OtherId))).Error, Is.Null);
    }

    [Test]
    public async Task Expired_links_make_room_for_new_ones_and_are_deleted()
    {
        for (var count = 0; count < RecordingLink.MaxForRecording; count++)
            await AddAsync(Id, TimeSpan.FromSeconds(1));
        Installation.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((await AddAsync(NewLink(Id))).Error, Is.Null);
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Expired_links_are_swept_after_an_hour()
    {
        await AddAsync(Id, TimeSpan.FromSeconds(1));
        var kept = await AddAsync(Id, TimeSpan.FromDays(1));

        Installation.Clock.Advance(Hour);
        await SweepAsync();
        Assert.That(await CountAsync(), Is.EqualTo(2));

        Installation.Clock.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync();
        Assert.That(await ListAsync(Id), Is.EqualTo([kept]));
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_removed_link_ends_its_viewings_at_once()
    {
        var link = await AddAsync(Id, Hour);
        var other = await AddAsync(Id, Hour);
        using var viewing = await Viewings.BeginAsync(link.Id, Ct);
        using var otherViewing = await Viewings.BeginAsync(other.Id, Ct);

        Assert.That(await RemoveAsync(OtherId, link.Id), Is.False);
        Assert.That(await RemoveAsync(Id, link.Id), Is.True);
        Assert.That(await RemoveAsync(Id, link.Id), Is.False);

        Assert.That(viewing!.Ended.IsCancellationRequested, Is.True);
        Assert.That(otherViewing!.Ended.IsCancellationRequested, Is.False);
        Assert.That(await Viewings.BeginAsync(link.Id, Ct), Is.Null);
    }

    [Test]
    public async Task A_viewing_ends_when_its_link_expires()
    {
        var link = await AddAsync(Id, Hour);
        using var viewing = await Viewings.BeginAsync(link.Id, Ct);

        Installation.Clock.Advance(Hour - TimeSpan.FromMilliseconds(1));
        Assert.That(viewing!.Ended.IsCancellationRequested, Is.False);
        Installation.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(viewing.Ended.IsCancellationRequested, Is.True);
        Assert.That(await Viewings.BeginAsync(link.Id, Ct), Is.Null);
    }

    [Test]
    public async Task A_link_for_a_year_can_be_viewed()
    {
        var link = await AddAsync(Id, RecordingLink.LongestLifetime);
        using var viewing = await Viewings.BeginAsync(link.Id, Ct);
        Assert.That(viewing!.Ended.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task A_deleted_recording_loses_its_links()
    {
        var link = await AddAsync(Id, Hour);
        var kept = await AddAsync(OtherId, Hour);
        using var viewing = await Viewings.BeginAsync(link.Id, Ct);

        await Installation.CallAsync<IRecordingLinkRepository>(links =>
            links.RemoveAllAsync(Id, Ct)
        );

        Assert.That(viewing!.Ended.IsCancellationRequested, Is.True);
        Assert.That(await ListAsync(Id), Is.Empty);
        Assert.That(await ListAsync(OtherId), Is.EqualTo([kept]));
    }

    /// <summary>A node of the version before does not know of links.</summary>
    [Test]
    public async Task Links_are_removed_with_the_row_of_their_recording()
    {
        await AddAsync(Id, Hour);
        await Installation.CallAsync<IRecordingRepository>(r => r.RemoveAsync(Id, Ct));
        Assert.That(await CountAsync(), Is.Zero);
    }

    /// <summary>With SQLite there is one node.</summary>
    [Test]
    public async Task A_link_that_another_node_removes_ends_here_too()
    {
        if (Database == TestDatabase.Sqlite)
            return;
        var link = await AddAsync(Id, Hour);
        await using var other = await NewNodeAsync();
        await other.StartListeningAsync();
        using var viewing = await other.Get<ILinkViewings>().BeginAsync(link.Id, Ct);

        await RemoveAsync(Id, link.Id);

        await Eventually.HoldsAsync(
            () => viewing!.Ended.IsCancellationRequested,
            "the viewing on the other node has ended"
        );
        Assert.That(await other.Get<ILinkViewings>().BeginAsync(link.Id, Ct), Is.Null);
    }

    /// <summary>The messages of a node that stops before it has sent them are lost.</summary>
    [Test]
    public async Task A_removal_that_was_missed_is_found_when_the_changes_are_heard_again()
    {
        if (Database == TestDatabase.Sqlite)
            return;
        var link = await AddAsync(Id, Hour);
        await using var other = await NewNodeAsync();
        using var viewing = await other.Get<ILinkViewings>().BeginAsync(link.Id, Ct);
        await RemoveAsync(Id, link.Id);
        Assert.That(viewing!.Ended.IsCancellationRequested, Is.False);

        await other.StartListeningAsync();

        await Eventually.HoldsAsync(
            () => viewing.Ended.IsCancellationRequested,
            "the viewing on the other node has ended"
        );
    }

    private RecordingLink NewLink(RecordingId recording, TimeSpan? lifetime = null) =>
        RecordingLink
            .Create(
                recording,
                RecordingLinkAccess.View,
                lifetime ?? Hour,
                codeHash: null,
                Installation.Clock
            )
            .Link;

    private async Task<RecordingLink> AddAsync(RecordingId recording, TimeSpan lifetime)
    {
        var link = NewLink(recording, lifetime);
        Assert.That((await AddAsync(link)).Error, Is.Null);
        return link;
    }

    private Task<Result> AddAsync(RecordingLink link) =>
        Installation.CallAsync<IRecordingLinkRepository, Result>(links => links.AddAsync(link, Ct));

    private Task<IReadOnlyList<RecordingLink>> ListAsync(RecordingId recording) =>
        Installation.CallAsync<IRecordingLinkRepository, IReadOnlyList<RecordingLink>>(links =>
            links.ListAsync(recording, Ct)
        );

    private Task<bool> RemoveAsync(RecordingId recording, RecordingLinkId id) =>
        Installation.CallAsync<IRecordingLinkRepository, bool>(links =>
            links.RemoveAsync(recording, id, Ct)
        );

    private Task SweepAsync() =>
        Installation.CallAsync<IRecordingLinkRepository>(links => links.SweepAsync(Ct));

    private Task<int> CountAsync() =>
        Installation.CallAsync<MeetDbContext, int>(context =>
            context.RecordingLinks.CountAsync(Ct)
        );

    private Task AddRecordingAsync(RecordingId id) =>
        Installation.CallAsync<IRecordingRepository>(recordings =>
            recordings.TryAddAsync(
                new Recording
                {
                    Id = id,
                    Status = RecordingStatus.Complete,
                    StartedAt = Installation.Start,
                },
                Ct
            )
        );
}
