using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Dependencies;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>Brings a context of its own: whoever asks may not wait for the end.</summary>
internal sealed class DatabaseDependency(IServiceScopeFactory scopes) : IDependency
{
    public string Purpose => "Database";

    public string Description => "SQLite";

    public bool IsEssential => true;

    /// <summary>A table is asked for: in the place of a file that is gone, SQLite makes an empty one, which answers a bare <c>SELECT 1</c>.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MeetDbContext>().Rooms.AnyAsync(ct);
        return true;
    }
}
