using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Recordings;

namespace OpenViduMeet.Infrastructure.Persistence.Repositories;

internal sealed class RecordingRepository(MeetDbContext database) : IRecordingRepository
{
    public Task<Recording?> FindAsync(RecordingId id, CancellationToken ct) =>
        database.Recordings.AsNoTracking().FirstOrDefaultAsync(recording => recording.Id == id, ct);

    public async Task AddAsync(Recording recording, CancellationToken ct)
    {
        database.Recordings.Add(recording);
        await database.SaveChangesAsync(ct);
    }
}
