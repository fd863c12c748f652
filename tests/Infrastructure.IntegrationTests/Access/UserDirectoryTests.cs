using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class UserDirectoryTests(TestDatabase database) : DatabaseTests(database)
{
    /// <summary>The length of a hash's header, in bytes: the format and the parameters of its cost.</summary>
    private const int HashHeaderLength = 13;
    private const int IterationsAt = 5;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [SetUp]
    public Task AddUsersAsync() => InfrastructureStart.EnsureUsersAsync(Installation.Services, Ct);

    [TestCase("user", "user", UserRole.User)]
    [TestCase("admin", "admin", UserRole.Admin)]
    public async Task A_matching_name_and_password_give_the_user(
        string name,
        string password,
        UserRole role
    )
    {
        var verified = await VerifyAsync(name, password);
        Assert.That(verified.Value, Is.EqualTo(new User(name, role)));
    }

    [TestCase("user", "admin")]
    [TestCase("User", "user")]
    [TestCase("nobody", "user")]
    [TestCase("admin", "")]
    [TestCase("admin", "ADMIN")]
    public async Task Any_other_name_or_password_is_refused(string name, string password)
    {
        var verified = await VerifyAsync(name, password);
        Assert.That(verified.Error, Is.EqualTo(AccessErrors.WrongCredentials));
    }

    [TestCase("admin", UserRole.Admin)]
    [TestCase("Admin", null)]
    public async Task Users_are_found_by_their_exact_name(string name, UserRole? role)
    {
        var user = await Installation.CallAsync<IUserDirectory, User?>(users =>
            users.FindAsync(name, Ct)
        );
        Assert.That(user?.Role, Is.EqualTo(role));
    }

    [Test]
    public async Task Passwords_are_stored_as_hashes_of_sufficient_cost()
    {
        var rows = await RowsAsync();
        Assert.That(rows, Has.Count.EqualTo(2));
        foreach (var row in rows)
        {
            var hash = Convert.FromBase64String(row.PasswordHash);
            var iterations = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(IterationsAt));
            Assert.That(iterations, Is.GreaterThanOrEqualTo(100_000));
            Assert.That(row.ToString(), Does.Not.Contain(row.PasswordHash));
        }

        Assert.That(rows[0].PasswordHash, Is.Not.EqualTo(rows[1].PasswordHash));
    }

    [TestCase("admin")]
    [TestCase("nobody")]
    public async Task A_wrong_password_costs_one_verification_for_known_and_unknown_names(
        string name
    )
    {
        var hasher = new CountingHasher();
        var passwords = new PasswordHashes(hasher);
        var gate = SignInGate.New(TimeProvider.System);

        await VerifyAsync(name, "first", passwords, gate);
        var made = hasher.Hashed;
        await VerifyAsync(name, "second", passwords, gate);

        Assert.That(made, Is.EqualTo(1), "the decoy, in the first test that runs");
        Assert.That(hasher.Hashed, Is.EqualTo(made), "no hash is replaced");
        Assert.That(hasher.VerifiedAgainst, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_decoy_hash_costs_as_much_as_a_users_hash()
    {
        var hasher = new CountingHasher();
        var gate = SignInGate.New(TimeProvider.System);

        await VerifyAsync("nobody", "wrong", new PasswordHashes(hasher), gate);

        var stored = (await RowsAsync())[0].PasswordHash;
        var decoy = hasher.VerifiedAgainst.Single();
        Assert.That(HeaderOf(decoy), Is.EqualTo(HeaderOf(stored)));
        Assert.That(decoy, Has.Length.EqualTo(stored.Length));
    }

    [Test]
    public async Task Signing_in_replaces_a_hash_below_the_current_cost()
    {
        var cheap = new PasswordHasher<User>(
            Options.Create(new PasswordHasherOptions { IterationCount = 10 })
        ).HashPassword(new User("admin", UserRole.Admin), "admin");
        await StoreAsync("admin", cheap);

        var verified = await VerifyAsync("admin", "admin");
        var renewed = (await RowsAsync()).Single(row => row.Name == "admin").PasswordHash;

        Assert.That(verified.IsFailure, Is.False);
        Assert.That(HeaderOf(renewed), Is.Not.EqualTo(HeaderOf(cheap)));
        Assert.That((await VerifyAsync("admin", "admin")).IsFailure, Is.False);
    }

    [Test]
    public async Task A_sign_in_beyond_the_waiting_limit_is_refused_and_a_waiting_one_can_be_cancelled()
    {
        var gate = new SignInGate(atOnce: 1, waiting: 1, Bound, TimeProvider.System);
        var passwords = Installation.Get<PasswordHashes>();
        using var leaving = new CancellationTokenSource();

        var inside = await gate.EnterAsync(null, Ct);
        var waiting = VerifyAsync("admin", "admin", passwords, gate, leaving.Token);
        await leaving.CancelAsync();
        var sentAway = VerifyAsync("admin", "admin", passwords, gate);
        var next = VerifyAsync("admin", "admin", passwords, gate);
        var refused = await sentAway.WaitAsync(Bound);
        inside!.Dispose();

        Assert.That(refused.Error, Is.EqualTo(AccessErrors.TooManySignIns));
        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await next).IsFailure, Is.False);
    }

    private static byte[] HeaderOf(string hash) =>
        Convert.FromBase64String(hash)[..HashHeaderLength];

    private Task<Result<User>> VerifyAsync(string name, string password) =>
        Installation.CallAsync<IUserDirectory, Result<User>>(users =>
            users.VerifyAsync(name, password, Ct)
        );

    private Task<Result<User>> VerifyAsync(
        string name,
        string password,
        PasswordHashes passwords,
        SignInGate gate,
        CancellationToken ct = default
    ) =>
        Installation.CallAsync<MeetDbContext, Result<User>>(database =>
            new UserDirectory(
                database,
                passwords,
                gate,
                new NoClientAddress(),
                new Infrastructure.Access.UserOptions()
            ).VerifyAsync(name, password, ct)
        );

    private Task<List<UserRow>> RowsAsync() =>
        Installation.CallAsync<MeetDbContext, List<UserRow>>(database =>
            database.Users.AsNoTracking().OrderBy(row => row.Name).ToListAsync(Ct)
        );

    private Task StoreAsync(string name, string hash) =>
        Installation.CallAsync<MeetDbContext>(database =>
            database
                .Users.Where(row => row.Name == name)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, hash), Ct)
        );
}
