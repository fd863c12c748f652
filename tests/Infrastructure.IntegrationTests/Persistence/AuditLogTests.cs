using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class AuditLogTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly AuditEntry Short = new(
        Installation.Start,
        "SignOut",
        AuditActorKind.Anonymous,
        Actor: null,
        Address: null,
        AuditEntry.Done
    );

    private static readonly AuditEntry Long = new(
        Installation.Start.AddMilliseconds(1),
        "GenerateParticipantToken",
        AuditActorKind.Link,
        "O'Hara \"the\\u0000\\ one\" 😀",
        "2001:db8::1",
        "Forbidden"
    )
    {
        Room = "daily-abc",
        Participant = "Zoë",
        Recording = "daily-abc--EG_x--1",
        Target = "{\"json\":[1]}",
    };

    [Test]
    public async Task Entries_added_at_once_are_read_as_they_were_written()
    {
        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => AddAsync(i % 2 == 0 ? Short : Long))
        );

        var read = await ListAsync();
        Assert.That(read, Has.Count.EqualTo(50));
        Assert.That(read.Count(entry => WithoutNumber(entry) == Short), Is.EqualTo(25));
        Assert.That(read.Count(entry => WithoutNumber(entry) == Long), Is.EqualTo(25));
    }

    [Test]
    public async Task Entries_are_numbered_in_the_order_in_which_they_are_added()
    {
        await AddAsync(Short);
        await AddAsync(Long);

        Assert.That(
            (await ListAsync()).Select(entry => entry.Action),
            Is.EqualTo([Long.Action, Short.Action])
        );
    }

    /// <summary>A typed name can hold any character, and PostgreSQL stores no NUL.</summary>
    [Test]
    public async Task An_entry_with_the_character_NUL_is_stored()
    {
        await AddAsync(Short with { Actor = "a\0b", Target = "\0" });

        var read = (await ListAsync()).Single();
        Assert.That((read.Actor, read.Target), Is.EqualTo(("a\uFFFDb", "\uFFFD")));
    }

    private static AuditEntry WithoutNumber(AuditEntry entry) =>
        new(entry.At, entry.Action, entry.ActorKind, entry.Actor, entry.Address, entry.Outcome)
        {
            Room = entry.Room,
            Participant = entry.Participant,
            Recording = entry.Recording,
            Target = entry.Target,
        };

    private Task AddAsync(AuditEntry entry) =>
        Installation.CallAsync<IAuditLog>(log => log.AddAsync(entry, Ct));

    private Task<IReadOnlyList<AuditEntry>> ListAsync() =>
        Installation.CallAsync<IAuditLog, IReadOnlyList<AuditEntry>>(log =>
            log.ListAsync(new AuditFilter(), before: null, maxItems: 100, Ct)
        );
}
