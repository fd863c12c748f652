using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The users in the database.</summary>
internal sealed class UserDirectory(
    MeetDbContext database,
    PasswordHashes passwords,
    SignInGate gate,
    IClientAddress client,
    UserOptions options
) : IUserDirectory
{
    public bool IsInUse => options.BuiltIn;

    public async Task<User?> FindAsync(string name, CancellationToken ct) =>
        (await FindRowAsync(name, ct))?.ToUser();

    public async Task<Result<User>> VerifyAsync(string name, string password, CancellationToken ct)
    {
        // Before the database query, so that a waiting sign-in holds no connection.
        using var turn = await gate.EnterAsync(client.Network, ct);
        if (turn is null)
            return AccessErrors.TooManySignIns;

        var row = await FindRowAsync(name, ct);
        var outcome = passwords.VerifyOrPretend(row?.PasswordHash, password);
        if (row is null || outcome == PasswordVerificationResult.Failed)
            return AccessErrors.WrongCredentials;

        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
            await RenewHashAsync(row, password, ct);
        return row.ToUser();
    }

    private Task<UserRow?> FindRowAsync(string name, CancellationToken ct) =>
        database.Users.SingleOrDefaultAsync(row => row.Name == name, ct);

    /// <summary>Does nothing if the password has changed since it was verified.</summary>
    private async Task RenewHashAsync(UserRow verified, string password, CancellationToken ct)
    {
        var hash = passwords.Hash(password);
        await database
            .Users.Where(row =>
                row.Name == verified.Name && row.PasswordHash == verified.PasswordHash
            )
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, hash), ct);
    }
}
