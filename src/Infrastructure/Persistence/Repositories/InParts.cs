using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

/// <summary>
/// Reads a list of any length in parts, so that only one part is in memory and no statement is open while a slow client takes its rows.
/// </summary>
internal static class InParts
{
    /// <summary>Rows of a room with all its parts take about 3 KB each, for each client that takes its list slowly.</summary>
    private const int Size = 250;

    /// <param name="after">The query for the rows after one, or for all if it is <see langword="null"/>, in the order of the list.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<T?, IQueryable<T>> after,
        [EnumeratorCancellation] CancellationToken ct
    )
        where T : class
    {
        T? last = null;
        while (true)
        {
            var part = await after(last).Take(Size).ToListAsync(ct);
            foreach (var row in part)
                yield return row;
            if (part.Count < Size)
                yield break;
            last = part[^1];
        }
    }
}
