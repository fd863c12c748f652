using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>
/// The data that all nodes share. Instants are stored in milliseconds since the Unix epoch. The model is the same on each database; what
/// differs is here as abstract members.
/// </summary>
/// <remarks>
/// SQL statements name the columns that they return: with <c>*</c>, PostgreSQL would refuse to repeat a prepared statement once a later
/// version has added a column.
/// </remarks>
internal abstract class MeetDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<RemovedRoom> RemovedRooms => Set<RemovedRoom>();

    public DbSet<Recording> Recordings => Set<Recording>();

    public DbSet<RecordingLink> RecordingLinks => Set<RecordingLink>();

    public DbSet<RecordingReservation> RecordingReservations => Set<RecordingReservation>();

    public DbSet<QueueItem> QueueItems => Set<QueueItem>();

    public DbSet<ParticipantNameHold> ParticipantNameHolds => Set<ParticipantNameHold>();

    public DbSet<ParticipantBan> ParticipantBans => Set<ParticipantBan>();

    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<ReplacedRefreshToken> ReplacedRefreshTokens => Set<ReplacedRefreshToken>();

    public DbSet<UsedLogoutToken> UsedLogoutTokens => Set<UsedLogoutToken>();

    public DbSet<SecurityPreferencesRow> SecurityPreferences => Set<SecurityPreferencesRow>();

    public DbSet<WebhookPreferencesRow> WebhookPreferences => Set<WebhookPreferencesRow>();

    public DbSet<AppearancePreferencesRow> AppearancePreferences => Set<AppearancePreferencesRow>();

    public DbSet<WrongGuessesRow> WrongGuesses => Set<WrongGuessesRow>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<WebhookSecretRow> WebhookSecrets => Set<WebhookSecretRow>();

    public DbSet<InstallationRow> Installation => Set<InstallationRow>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>The audit trail of the scope that uses this context, or <see langword="null"/> outside of scopes.</summary>
    public AuditTrail? Trail { get; set; }

    /// <summary>
    /// Ends a query for rows to change, so that the rows that another node is about to change are left out instead of waited for.
    /// </summary>
    public abstract string ForUpdateSkipLocked { get; }

    /// <summary>
    /// In a statement, the JSON array in the parameter <c>@rows</c> as a table: each element is the column <c>value</c> of a row.
    /// </summary>
    public abstract string JsonRows { get; }

    /// <summary>
    /// Begins a transaction that reads and then writes. Of the transactions about the same subject on all nodes, one runs at a time, so
    /// they do not miss each other's changes.
    /// </summary>
    public abstract Task<IDbContextTransaction> BeginWritingAsync(
        string subject,
        CancellationToken ct
    );

    /// <summary>In a statement, the text that an expression gives as the value of a <see cref="Guid"/> column.</summary>
    public abstract string GuidOf(string text);

    /// <summary>
    /// Makes a change by a statement of its own, and stores the pending entry of the audit log in the same transaction if it changed a row.
    /// </summary>
    /// <param name="change">Returns the number of changed rows.</param>
    public async Task<int> ChangeAsync(Func<Task<int>> change, CancellationToken ct)
    {
        if (Trail?.Pending is null)
            return await change();

        await using var transaction = Database.CurrentTransaction is null
            ? await Database.BeginTransactionAsync(ct)
            : null;
        var changed = await change();
        if (changed > 0)
            await SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return changed;
    }

    /// <summary>Stores the pending entry of the audit log with the changes.</summary>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        if (Trail?.Pending is not { } entry)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        // A copy, because the database gives what is stored a number.
        var added = Add(entry with { });
        try
        {
            var changed = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            Trail.Drop();
            return changed;
        }
        finally
        {
            added.State = EntityState.Detached;
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<RoomName>().HaveConversion<ValueText<RoomName>>();
        configurationBuilder
            .Properties<RoomNamePrefix>()
            .HaveConversion<ValueText<RoomNamePrefix>>();
        configurationBuilder.Properties<RoomSecret>().HaveConversion<ValueText<RoomSecret>>();
        configurationBuilder
            .Properties<ParticipantName>()
            .HaveConversion<ValueText<ParticipantName>>();
        configurationBuilder.Properties<EntityTag>().HaveConversion<ValueText<EntityTag>>();
        configurationBuilder.Properties<RecordingId>().HaveConversion<ValueText<RecordingId>>();
        configurationBuilder
            .Properties<RecordingLinkId>()
            .HaveConversion<ValueText<RecordingLinkId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MeetDbContext).Assembly);
}
