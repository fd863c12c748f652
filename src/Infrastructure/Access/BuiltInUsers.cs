using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Brings the users of the database to what is configured. Several nodes may do so at once.</summary>
internal sealed partial class BuiltInUsers(
    MeetDbContext database,
    UserOptions options,
    PasswordHashes passwords,
    ILogger<BuiltInUsers> logger
)
{
    /// <summary>More nodes than that do not start at the same moment.</summary>
    private const int MaxAttempts = 10;

    /// <exception cref="StartException">Other nodes change the users all the time.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Another node may have changed what was read: then it is read again.
            if (await TryEnsureAsync(ct))
                return;
        }

        throw new StartException(
            "The configured users could not be saved: other servers over the same database change them all the time"
        );
    }

    private async Task<bool> TryEnsureAsync(CancellationToken ct)
    {
        var stored = await database.Users.ToDictionaryAsync(
            row => row.Name,
            StringComparer.Ordinal,
            ct
        );
        // Each on a core of its own: the server does not start before the passwords are verified.
        var changes = await Task.WhenAll(
            options.Users.Select(configured =>
                Task.Run(
                    () => ChangeTo(configured, stored.GetValueOrDefault(configured.User.Name)),
                    ct
                )
            )
        );
        foreach (var change in changes)
        {
            if (!await TrySaveAsync(change, ct))
                return false;
            stored.Remove(change.Wanted.Name);
        }

        foreach (var renamed in stored.Keys)
            await RemoveAsync(renamed, ct);
        return true;
    }

    private Change ChangeTo(ConfiguredUser configured, UserRow? stored)
    {
        var (user, secret) = configured;
        var outcome = stored is null
            ? PasswordVerificationResult.Failed
            : passwords.Verify(stored.PasswordHash, secret);
        var hash =
            outcome == PasswordVerificationResult.Success
                ? stored!.PasswordHash
                : passwords.Hash(secret);
        return new Change(
            stored,
            new UserRow(user.Name, user.Role, hash),
            IsNewPassword: outcome == PasswordVerificationResult.Failed
        );
    }

    /// <returns>Whether the user was still as it had been read; otherwise another node was quicker.</returns>
    private async Task<bool> TrySaveAsync(Change change, CancellationToken ct)
    {
        var (stored, wanted, isNewPassword) = change;
        if (wanted == stored)
            return true;

        // As one: with the new password or role in force, no session of the old one is left, wherever the server is killed.
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        var saved = stored is null
            ? await AddAsync(wanted, ct)
            : await ReplaceAsync(stored, wanted, ct);
        if (saved == 0)
            return false;

        var isNewRole = stored?.Role != wanted.Role;
        if (isNewPassword || isNewRole)
            await EndSessionsAsync(wanted.Name, ct);
        await transaction.CommitAsync(ct);
        if (stored is not null && isNewPassword)
            LogNewPassword(wanted.Name);
        else if (stored is not null && isNewRole)
            LogNewRole(wanted.Name, wanted.Role);
        return true;
    }

    private Task<int> AddAsync(UserRow wanted, CancellationToken ct) =>
        database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Users" ("Name", "Role", "PasswordHash")
            VALUES ({wanted.Name}, {wanted.Role.ToString()}, {wanted.PasswordHash})
            ON CONFLICT ("Name") DO NOTHING
            """,
            ct
        );

    private Task<int> ReplaceAsync(UserRow stored, UserRow wanted, CancellationToken ct) =>
        database
            .Users.Where(row =>
                row.Name == stored.Name
                && row.Role == stored.Role
                && row.PasswordHash == stored.PasswordHash
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.Role, wanted.Role)
                        .SetProperty(row => row.PasswordHash, wanted.PasswordHash),
                ct
            );

    /// <summary>What is left of them by another node is gone when the name is configured again: a new user has no sessions.</summary>
    private async Task RemoveAsync(string name, CancellationToken ct)
    {
        await database.Users.Where(row => row.Name == name).ExecuteDeleteAsync(ct);
        await EndSessionsAsync(name, ct);
        LogRemoved(name);
    }

    private Task<int> EndSessionsAsync(string name, CancellationToken ct) =>
        database.SignInSessions.Where(session => session.UserName == name).ExecuteDeleteAsync(ct);

    [LoggerMessage(
        LogLevel.Information,
        "User {Name}: the password has changed, and all sessions have ended"
    )]
    private partial void LogNewPassword(string name);

    [LoggerMessage(
        LogLevel.Information,
        "User {Name}: the role is {Role} now, and all sessions have ended"
    )]
    private partial void LogNewRole(string name, UserRole role);

    [LoggerMessage(LogLevel.Information, "User {Name} is no longer configured, and removed")]
    private partial void LogRemoved(string name);

    /// <param name="Stored">The user as read, or <see langword="null"/> if there was none.</param>
    /// <param name="Wanted">The user as configured.</param>
    /// <param name="IsNewPassword">Whether the password is another one, and not only its hash.</param>
    private sealed record Change(UserRow? Stored, UserRow Wanted, bool IsNewPassword);
}
