using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>Updates the users in the database to the configured ones. Several nodes may do this at once.</summary>
internal sealed partial class BuiltInUsers(
    MeetDbContext database,
    UserOptions options,
    PasswordHashes passwords,
    ILogger<BuiltInUsers> logger
)
{
    /// <summary>More than the number of nodes that start at the same moment.</summary>
    private const int MaxAttempts = 10;

    /// <exception cref="StartException">Other nodes changed the users during each attempt.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // Fails if another node has changed the users after they were read.
            if (await TryEnsureAsync(ct))
                return;
        }

        throw new StartException(
            "The configured users could not be saved: other servers with the same database keep changing them"
        );
    }

    private async Task<bool> TryEnsureAsync(CancellationToken ct)
    {
        var stored = await database.Users.ToDictionaryAsync(
            row => row.Name,
            StringComparer.Ordinal,
            ct
        );
        // In parallel, because verifying passwords is slow and delays the start.
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

    /// <returns>
    /// <see langword="true"/> if the user was saved; <see langword="false"/> if another node has changed the user since it was read.
    /// </returns>
    private async Task<bool> TrySaveAsync(Change change, CancellationToken ct)
    {
        var (stored, wanted, isNewPassword) = change;
        if (wanted == stored)
            return true;

        // One transaction, so that no session of the old password or role survives if the server is killed in between.
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

    /// <summary>Another node may still add sessions of the user. They are removed when the name is configured again.</summary>
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

    [LoggerMessage(LogLevel.Information, "User {Name} is no longer configured and was removed")]
    private partial void LogRemoved(string name);

    /// <param name="Stored">The user as read, or <see langword="null"/> if there was none.</param>
    /// <param name="Wanted">The user as configured.</param>
    /// <param name="IsNewPassword">Whether the password itself has changed, not only its hash.</param>
    private sealed record Change(UserRow? Stored, UserRow Wanted, bool IsNewPassword);
}
