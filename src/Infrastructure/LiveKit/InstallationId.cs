using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.LiveKit;

/// <summary>
/// The id that distinguishes this installation from others on the same LiveKit. All nodes share it, and it lasts as long as the database.
/// </summary>
internal sealed class InstallationId(LiveKitOptions options)
{
    /// <summary>62 random bits, so that two installations never have the same id.</summary>
    private const int Length = 12;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    private string? _kept;

    /// <exception cref="InvalidOperationException">The id is not set and has not been loaded.</exception>
    public string Value =>
        options.NameId
        ?? _kept
        ?? throw new InvalidOperationException("The installation's id has not been loaded.");

    /// <summary>Whether the id is set or has been loaded.</summary>
    public bool IsKnown => options.NameId is not null || _kept is not null;

    /// <summary>Reads the id from the database, if it has one.</summary>
    public async Task ReadAsync(MeetDbContext database, CancellationToken ct) =>
        _kept = await FindAsync(database, ct);

    /// <summary>Reads the id from the database. The first node creates it.</summary>
    public async Task LoadAsync(MeetDbContext database, CancellationToken ct)
    {
        _kept = await FindAsync(database, ct);
        if (_kept is not null)
            return;

        var made = RandomNumberGenerator.GetString(Alphabet, Length);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Installation" ("Id", "NameId")
            VALUES ({InstallationRow.OnlyId}, {made})
            ON CONFLICT ("Id") DO NOTHING
            """,
            ct
        );
        _kept = await FindAsync(database, ct);
    }

    private static Task<string?> FindAsync(MeetDbContext database, CancellationToken ct) =>
        database.Installation.Select(row => (string?)row.NameId).SingleOrDefaultAsync(ct);
}
