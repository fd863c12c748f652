using Npgsql;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Settings;

public sealed class PostgresUrlTests
{
    [Test]
    public void All_parts_of_a_URL_are_read()
    {
        var read = PostgresUrl.Parse(
            "postgresql://me%40home:p%3Aw%2F%25@db.example:6432/meet%20it?sslmode=verify-full&sslrootcert=%2Fca.pem&pool_max_conns=7&application_name=one"
        );

        Assert.That(
            (read.Host, read.Port, read.Database, read.Username, read.Password),
            Is.EqualTo(("db.example", 6432, "meet it", "me@home", "p:w/%"))
        );
        Assert.That(
            (read.SslMode, read.RootCertificate, read.MaxPoolSize, read.ApplicationName),
            Is.EqualTo((SslMode.VerifyFull, "/ca.pem", 7, "one"))
        );
    }

    [Test]
    public void Port_and_password_may_be_missing()
    {
        var read = PostgresUrl.Parse("postgres://me@[::1]/meet");

        Assert.That(
            (read.Host, read.Port, read.Password),
            Is.EqualTo(("::1", 5432, (string?)null))
        );
    }

    [TestCase("")]
    [TestCase("Host=localhost;Database=meet")]
    [TestCase("mysql://me:secret@localhost/meet")]
    [TestCase("postgres://localhost/meet")]
    [TestCase("postgres://me:secret@localhost")]
    [TestCase("postgres://me:secret@localhost/")]
    [TestCase("postgres:///meet")]
    [TestCase("postgres://me:secret@localhost:99999/meet")]
    [TestCase("postgres://me:secret@one,two/meet")]
    [TestCase("postgres://me:secret@localhost/meet?sslmode=perhaps")]
    [TestCase("postgres://me:secret@localhost/meet?pool_max_conns=0")]
    [TestCase("postgres://me:secret@localhost/meet?pool_max_conns=6")]
    [TestCase("postgres://me:secret@localhost/meet?pool_max_conns=99999999999")]
    [TestCase("postgres://me:secret@localhost/meet?Password=another")]
    public void Any_other_text_is_refused_without_repeating_it(string text)
    {
        Assert.That(PostgresUrl.TryParse(text, out _, out var fault), Is.False);
        Assert.That(fault, Does.Not.Contain("secret").And.Not.Contain("another"));
    }
}
