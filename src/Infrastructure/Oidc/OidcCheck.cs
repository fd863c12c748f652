using System.Text.Json;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Infrastructure.Diagnostics;

namespace OpenViduMeet.Infrastructure.Oidc;

/// <summary>Whether the identity provider answers, and is the one of the settings (OpenID Connect Discovery 1.0 §4).</summary>
internal sealed class OidcCheck(ProbeClient client, OidcOptions options) : ICheck
{
    private static readonly Fault Unreachable = new(
        "oidc-unreachable",
        FaultSeverity.Failure,
        "Let this server reach the identity provider, and set MEET_OIDC_ISSUER to its issuer."
    );

    private static readonly Fault NoDiscovery = new(
        "oidc-no-discovery",
        FaultSeverity.Failure,
        "Set MEET_OIDC_ISSUER to the URL in front of /.well-known/openid-configuration, with the realm or tenant if there is one."
    );

    private static readonly Fault WrongIssuer = new(
        "oidc-wrong-issuer",
        FaultSeverity.Failure,
        "Set MEET_OIDC_ISSUER to exactly the issuer that the provider names, also in the slash at its end."
    );

    private static readonly Fault Clock = new(
        "oidc-clock",
        FaultSeverity.Failure,
        "Run a time service (NTP) on this machine. The provider's tokens are valid by the clock."
    );

    public static string Id => "oidc";

    public static string Subject => "The identity provider answers";

    public static IReadOnlyList<Fault> Faults { get; } =
    [Unreachable, NoDiscovery, WrongIssuer, Clock];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct)
    {
        var issuer = options.Issuer!;
        var answer = await client.SendAsync(
            new HttpRequestMessage(
                HttpMethod.Get,
                $"{issuer.TrimEnd('/')}/.well-known/openid-configuration"
            ),
            ct
        );
        if (answer.Cause is { } cause)
            return [Unreachable.Found($"{issuer} does not answer: {cause}")];

        var findings = new List<Finding>();
        if (ProbeClient.Describe(answer.Skew) is { } difference)
            findings.Add(Clock.Found($"The provider's clock is {difference}"));
        var found = answer.Status == 200 ? IssuerIn(answer.Body) : null;
        if (found is null)
            findings.Add(
                NoDiscovery.Found($"{issuer} answers {answer.Status}, without a discovery document")
            );
        else if (!string.Equals(found, issuer, StringComparison.Ordinal))
            findings.Add(WrongIssuer.Found($"The provider at {issuer} names another issuer"));
        return findings;
    }

    private static string? IssuerIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("issuer", out var issuer)
                && issuer.ValueKind == JsonValueKind.String
                ? issuer.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
