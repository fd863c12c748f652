using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Audit;

/// <summary>The audit log, shared by all nodes. Entries are added and, after the time of retention, deleted.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry that tells of no change in the database. A crash of the machine within a second can lose it.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken ct);

    /// <summary>Lists entries, the latest first.</summary>
    /// <param name="before">The last position of the previous page, or <see langword="null"/> to begin with the latest.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(
        AuditFilter filter,
        AuditPosition? before,
        int maxItems,
        CancellationToken ct
    );

    /// <summary>Reads all entries, the oldest first, in parts, so that memory is bounded however many there are.</summary>
    IAsyncEnumerable<AuditEntry> ReadAllAsync(AuditFilter filter, CancellationToken ct);

    /// <summary>Deletes the entries that are older than the time of retention.</summary>
    Task SweepAsync(CancellationToken ct);
}

/// <summary>Which entries are wanted. A value that is <see langword="null"/> filters nothing; the others must be equal.</summary>
/// <param name="From">The earliest time, inclusive.</param>
/// <param name="To">The latest time, exclusive.</param>
public sealed record AuditFilter(
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Action = null,
    string? Actor = null,
    string? Room = null,
    string? Participant = null,
    string? Recording = null,
    string? Outcome = null
);

/// <summary>An entry's place in the list of entries.</summary>
public sealed record AuditPosition(long Sequence) : IParsableValue<AuditPosition>
{
    public static string Rule => PageToken.Rule;

    public string Text =>
        PageToken.Write(DateTimeOffset.UnixEpoch, Sequence.ToString(CultureInfo.InvariantCulture));

    public static bool TryParse(string? text, [NotNullWhen(true)] out AuditPosition? value)
    {
        value =
            PageToken.TryRead(text, out _, out var name)
            && long.TryParse(
                name,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var sequence
            )
                ? new AuditPosition(sequence)
                : null;
        return value is not null;
    }
}
