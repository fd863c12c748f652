using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>What an API key may do.</summary>
public enum ApiKeyScope
{
    [JsonStringEnumMemberName("rooms")]
    Rooms,

    [JsonStringEnumMemberName("rooms:read")]
    ReadRooms,

    [JsonStringEnumMemberName("recordings")]
    Recordings,

    [JsonStringEnumMemberName("recordings:read")]
    ReadRecordings,

    [JsonStringEnumMemberName("preferences")]
    Preferences,

    [JsonStringEnumMemberName("preferences:read")]
    ReadPreferences,

    [JsonStringEnumMemberName("diagnostics")]
    Diagnostics,

    [JsonStringEnumMemberName("metrics:read")]
    ReadMetrics,
}

/// <summary>The options of a new API key.</summary>
public sealed record ApiKeyOptions : RequestBody
{
    /// <summary>What the key is for: 1 to 100 characters.</summary>
    /// <example>Calendar</example>
    [Required]
    public string? Name { get; init; }

    /// <summary>What the key may do. A scope that ends in <c>:read</c> only allows to read.</summary>
    [Required]
    public IReadOnlyList<ApiKeyScope>? Scopes { get; init; }

    /// <summary>The date when the key expires (milliseconds since the Unix epoch). It must be in the future. Default: never.</summary>
    /// <example>4102444800000</example>
    public long? ExpirationDate { get; init; }

    internal CreateApiKey ToRequest() =>
        new(
            Valid(Name),
            Valid(Scopes).ToAccess(),
            ExpirationDate is { } date ? DateTimeOffset.FromUnixTimeMilliseconds(date) : null
        );
}

internal sealed class ApiKeyOptionsValidator : AbstractValidator<ApiKeyOptions>
{
    /// <summary>As many as there are scopes.</summary>
    private static readonly int MaxScopes = Enum.GetValues<ApiKeyScope>().Length;

    public ApiKeyOptionsValidator(TimeProvider clock)
    {
        RuleFor(body => body.Name)
            .NotEmpty()
            .MaximumLength(ApiKey.MaxNameLength)
            .Must(name => name?.Any(char.IsControl) != true)
            .WithMessage("Must not have control characters.");
        RuleFor(body => body.Scopes)
            .NotEmpty()
            .Must(scopes => scopes is null || scopes.Count <= MaxScopes)
            .WithMessage($"Must have at most {MaxScopes} scopes.");
        RuleFor(body => body.ExpirationDate)
            .Must(date => date is null || date > clock.GetUtcNow().ToUnixTimeMilliseconds())
            .WithMessage("Must be in the future.")
            .LessThanOrEqualTo(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
    }
}

/// <summary>An API key, without the key itself.</summary>
/// <param name="Id">The id of the key, which is a part of it; <c>MEET_API_KEY</c> for the key of the settings.</param>
/// <param name="Name">What the key is for.</param>
/// <param name="Scopes">What the key may do. The key of the settings may also do whatever else an administrator may do.</param>
public sealed record MeetApiKey(string Id, string Name, IReadOnlyList<ApiKeyScope> Scopes)
{
    /// <summary>The date when the key was created (milliseconds since the Unix epoch). The key of the settings has none.</summary>
    public long? CreationDate { get; init; }

    /// <summary>The date when the key expires (milliseconds since the Unix epoch). It is left out if the key does not expire.</summary>
    public long? ExpirationDate { get; init; }

    /// <summary>
    /// The date when the key was last used (milliseconds since the Unix epoch), at most a minute too early. It is left out if the key was
    /// never used, and for the key of the settings.
    /// </summary>
    public long? LastUsedDate { get; init; }
}

/// <summary>A new API key.</summary>
/// <param name="Id">The id of the key, which is a part of it.</param>
/// <param name="Name">What the key is for.</param>
/// <param name="Scopes">What the key may do.</param>
/// <param name="CreationDate">The date when the key was created (milliseconds since the Unix epoch).</param>
/// <param name="Key">The key, for the header <c>X-API-KEY</c>. It is not shown again.</param>
public sealed record CreatedApiKeyAnswer(
    string Id,
    string Name,
    IReadOnlyList<ApiKeyScope> Scopes,
    long CreationDate,
    string Key
)
{
    /// <summary>The date when the key expires (milliseconds since the Unix epoch). It is left out if the key does not expire.</summary>
    public long? ExpirationDate { get; init; }

    /// <summary>Omits the key, because the text of a record ends up in logs.</summary>
    public override string ToString() => Id;
}

/// <summary>Maps API keys to contracts.</summary>
internal static class ApiKeyMapper
{
    /// <summary>The wider scope of an area stands before the narrower one.</summary>
    private static readonly (ApiKeyScope Scope, ApiAccess Access)[] Scopes =
    [
        (ApiKeyScope.Rooms, ApiAccess.Rooms),
        (ApiKeyScope.ReadRooms, ApiAccess.ReadRooms),
        (ApiKeyScope.Recordings, ApiAccess.Recordings),
        (ApiKeyScope.ReadRecordings, ApiAccess.ReadRecordings),
        (ApiKeyScope.Preferences, ApiAccess.Preferences),
        (ApiKeyScope.ReadPreferences, ApiAccess.ReadPreferences),
        (ApiKeyScope.Diagnostics, ApiAccess.Diagnose),
        (ApiKeyScope.ReadMetrics, ApiAccess.ReadMetrics),
    ];

    public static ApiAccess ToAccess(this IEnumerable<ApiKeyScope> scopes) =>
        scopes.Aggregate(
            ApiAccess.None,
            (access, scope) => access | Scopes.Single(known => known.Scope == scope).Access
        );

    public static IReadOnlyList<MeetApiKey> ToContract(this ApiKeyList list)
    {
        var configured = ApiKeyGrant.Configured;
        return
        [
            .. list.HasConfigured
                ? [new MeetApiKey(configured.Id.Text, configured.Name, ToScopes(configured.Access))]
                : Array.Empty<MeetApiKey>(),
            .. list.Created.Select(ToContract),
        ];
    }

    public static CreatedApiKeyAnswer ToContract(this CreatedApiKey created) =>
        new(
            created.Key.Id.Text,
            created.Key.Name,
            ToScopes(created.Key.Access),
            created.Key.CreatedAt.ToUnixTimeMilliseconds(),
            created.Text.Value
        )
        {
            ExpirationDate = created.Key.ExpiresAt?.ToUnixTimeMilliseconds(),
        };

    private static MeetApiKey ToContract(ApiKey key) =>
        new(key.Id.Text, key.Name, ToScopes(key.Access))
        {
            CreationDate = key.CreatedAt.ToUnixTimeMilliseconds(),
            ExpirationDate = key.ExpiresAt?.ToUnixTimeMilliseconds(),
            LastUsedDate = key.LastUsedAt?.ToUnixTimeMilliseconds(),
        };

    private static List<ApiKeyScope> ToScopes(ApiAccess access)
    {
        var scopes = new List<ApiKeyScope>();
        foreach (var (scope, needed) in Scopes)
        {
            if (!access.HasFlag(needed))
                continue;
            scopes.Add(scope);
            access &= ~needed;
        }

        return scopes;
    }
}
