using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Access;

internal sealed class ApiKeyRepository(MeetDbContext database, ApiKeyVerifier verifier)
    : IApiKeyRepository
{
    public async Task<Result> AddAsync(ApiKey key, CancellationToken ct)
    {
        await using var transaction = await database.BeginWritingAsync("api-keys", ct);
        if (await database.ApiKeys.CountAsync(ct) >= ApiKey.MaxCount)
            return ApiKeyErrors.TooMany;

        database.Add(key);
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        verifier.Forget();
        return Result.Ok;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken ct) =>
        await database
            .ApiKeys.OrderBy(key => key.CreatedAt)
            .ThenBy(key => key.Id)
            .Take(ApiKey.MaxCount)
            .ToListAsync(ct);

    public async Task<Result> RemoveAsync(ApiKeyId id, CancellationToken ct)
    {
        var removed = await database.ChangeAsync(
            () => database.ApiKeys.Where(key => key.Id == id).ExecuteDeleteAsync(ct),
            ct
        );
        verifier.Forget();
        return removed == 0 ? ApiKeyErrors.NotFound : Result.Ok;
    }
}
