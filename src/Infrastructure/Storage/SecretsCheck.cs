using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>Whether a secret is one that everybody can read.</summary>
internal sealed class SecretsCheck(MeetSettings settings) : ICheck
{
    private static readonly Fault Public = new(
        "secret-public",
        FaultSeverity.Failure,
        "Replace the secret by a random one (openssl rand -hex 32): everybody can read the present one in examples."
    );

    private static readonly Fault PublicInDevelopment = new(
        "secret-public-development",
        FaultSeverity.Warning,
        "Let nobody else reach this machine, or set ASPNETCORE_ENVIRONMENT=Production and secrets of your own."
    );

    public static string Id => "secrets";

    public static string Subject => "No secret is a public one";

    public static IReadOnlyList<Fault> Faults { get; } = [Public, PublicInDevelopment];

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var fault = settings.IsDevelopment ? PublicInDevelopment : Public;
        return Task.FromResult<IReadOnlyList<Finding>>([
            .. KnownSettings
                .All.Where(setting =>
                    setting.Form == SettingForm.Secret
                    && settings.ValueOf(setting.Path) is { } secret
                    && PublicSecrets.Contains(PasswordIn(secret))
                )
                .Select(setting => fault.Found($"{setting} is a public example")),
        ]);
    }

    /// <summary>The secret itself, or the password in the URL of a database.</summary>
    private static string PasswordIn(string secret) =>
        PostgresUrl.TryParse(secret, out var connection, out _)
            ? connection.Password ?? ""
            : secret;
}
