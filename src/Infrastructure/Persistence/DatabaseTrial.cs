using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Tries whether the database can be written.</summary>
internal static class DatabaseTrial
{
    /// <summary>Writes a row without changing it. Throws the database's exception if it cannot be written.</summary>
    public static Task WriteAsync(MeetDbContext database, CancellationToken ct) =>
        database
            .Installation.Where(row => row.Id == InstallationRow.OnlyId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NameId, row => row.NameId), ct);
}
