using Microsoft.AspNetCore.Identity;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>A password hasher that waits with every verification while it is held.</summary>
internal sealed class HeldHasher : IPasswordHasher<User>, IDisposable
{
    private readonly ManualResetEventSlim _open = new(true);

    public void Hold() => _open.Reset();

    public void LetGo() => _open.Set();

    public string HashPassword(User user, string password) => password;

    public PasswordVerificationResult VerifyHashedPassword(
        User user,
        string hashedPassword,
        string providedPassword
    )
    {
        _open.Wait();
        return string.Equals(hashedPassword, providedPassword, StringComparison.Ordinal)
            ? PasswordVerificationResult.Success
            : PasswordVerificationResult.Failed;
    }

    public void Dispose() => _open.Dispose();
}
