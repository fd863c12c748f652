using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Benchmarks.Micro;

/// <summary>Signing and reading a participant token, compared with the token library alone and the signature alone.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class ParticipantTokens
{
    private const string Issuer = "devkey";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(
        "a-secret-of-at-least-32-bytes-for-benchmarks"
    );

    private readonly JsonWebTokenHandler _handler = new();
    private readonly SecurityTokenDescriptor _descriptor = new()
    {
        Issuer = Issuer,
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(6),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "Alice" },
        SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(Secret),
            SecurityAlgorithms.HmacSha256
        ),
    };
    private readonly TokenValidationParameters _parameters = new()
    {
        ValidIssuer = Issuer,
        ValidateAudience = false,
        IssuerSigningKey = new SymmetricSecurityKey(Secret),
    };

    private readonly ParticipantName _alice = ParticipantName.Parse("Alice");
    private readonly TokenFamily _family = TokenFamily.New(epoch: 0);
    private MicroInstallation _installation = null!;
    private IParticipantTokens _tokens = null!;
    private string _ours = "";
    private string _bare = "";
    private byte[] _signed = [];

    /// <summary>With a LiveKit URL, to which nothing is sent. The embedded meeting server would remember every token.</summary>
    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _installation = await MicroInstallation.NewAsync("http://127.0.0.1:9");
        _tokens = _installation.Services.GetRequiredService<IParticipantTokens>();
        _ours = SignMeet().Value;
        _bare = SignLibrary();
        _signed = Encoding.ASCII.GetBytes(_ours[.._ours.LastIndexOf('.')]);
        if (await ReadMeet() is null || !(await ReadLibrary()).IsValid)
            throw new InvalidOperationException("A token cannot be read.");
    }

    [GlobalCleanup]
    public async Task TearDownAsync() => await _installation.DisposeAsync();

    [Benchmark(Baseline = true), BenchmarkCategory("sign")]
    public string SignLibrary() => _handler.CreateToken(_descriptor);

    [Benchmark, BenchmarkCategory("sign")]
    public byte[] SignHmacAlone() => HMACSHA256.HashData(Secret, _signed);

    [Benchmark, BenchmarkCategory("sign")]
    public ParticipantToken SignMeet() =>
        _tokens.Issue(_installation.Room, _alice, ParticipantRole.Moderator, _family);

    [Benchmark(Baseline = true), BenchmarkCategory("read")]
    public Task<TokenValidationResult> ReadLibrary() =>
        _handler.ValidateTokenAsync(_bare, _parameters);

    [Benchmark, BenchmarkCategory("read")]
    public Task<ParticipantGrant?> ReadMeet() => _tokens.ReadAsync(_ours);
}
