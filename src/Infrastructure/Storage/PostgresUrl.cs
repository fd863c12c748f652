using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace OpenViduMeet.Infrastructure.Storage;

/// <summary>
/// Reads a connection URI of PostgreSQL, <c>postgres://user:password@host:5432/name?sslmode=require</c>
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS). Several hosts are not supported.
/// </summary>
internal static class PostgresUrl
{
    public const string Rule =
        "must be a URL such as postgres://user:password@host:5432/name?sslmode=require, with special characters of the user and the password percent-encoded";

    /// <summary>Each node has its own connections, and PostgreSQL allows a hundred in all unless it is told otherwise.</summary>
    private const int DefaultPoolSize = 20;

    /// <summary>A node keeps up to three connections for listening and for its tasks, and two for what does not wait for the disk.</summary>
    private const int SmallestPoolSize = 7;

    private static readonly string[] Schemes = ["postgres", "postgresql"];

    private static readonly Dictionary<
        string,
        Action<NpgsqlConnectionStringBuilder, string>
    > Parameters = new(StringComparer.Ordinal)
    {
        ["sslmode"] = (builder, value) =>
            builder.SslMode = value switch
            {
                "disable" => SslMode.Disable,
                "allow" => SslMode.Allow,
                "prefer" => SslMode.Prefer,
                "require" => SslMode.Require,
                "verify-ca" => SslMode.VerifyCA,
                "verify-full" => SslMode.VerifyFull,
                _ => throw new FormatException(),
            },
        ["sslrootcert"] = (builder, value) => builder.RootCertificate = value,
        ["sslcert"] = (builder, value) => builder.SslCertificate = value,
        ["sslkey"] = (builder, value) => builder.SslKey = value,
        ["application_name"] = (builder, value) => builder.ApplicationName = value,
        ["pool_max_conns"] = (builder, value) =>
            builder.MaxPoolSize = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)
                is >= SmallestPoolSize
                    and <= 1000
                    and var size
                ? size
                : throw new FormatException(),
    };

    public static IReadOnlyCollection<string> KnownParameters => Parameters.Keys;

    /// <exception cref="FormatException">The text is not such a URL. The validation of the settings has refused it before.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text) =>
        TryParse(text, out var connection, out var fault)
            ? connection
            : throw new FormatException(fault);

    /// <param name="fault">The fault, worded to follow the setting's name. It does not repeat any part of the URL.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? connection,
        [NotNullWhen(false)] out string? fault
    )
    {
        connection = null;
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || !Schemes.Contains(url.Scheme, StringComparer.Ordinal)
            || url.Host.Length == 0
            || url.AbsolutePath.Length < 2
            || url.UserInfo.Length == 0
        )
        {
            fault = Rule;
            return false;
        }

        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath[1..]),
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            ApplicationName = "OpenViduMeet",
            MaxPoolSize = DefaultPoolSize,
            // Otherwise, each connection first looks for Kerberos.
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        fault = SetParameters(builder, url.Query);
        connection = fault is null ? builder : null;
        return fault is null;
    }

    private static string? SetParameters(NpgsqlConnectionStringBuilder builder, string query)
    {
        foreach (
            var parameter in query
                .TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
        )
        {
            if (!Parameters.TryGetValue(parameter[0], out var set))
                return $"may have only these parameters: {string.Join(", ", KnownParameters)}";
            try
            {
                set(builder, Uri.UnescapeDataString(parameter.ElementAtOrDefault(1) ?? ""));
            }
            catch (Exception unreadable)
                when (unreadable is FormatException or OverflowException or ArgumentException)
            {
                return $"has a value of {parameter[0]} that cannot be used";
            }
        }

        return null;
    }
}
