using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Domain.Security;

public static class Secrets
{
    /// <summary>
    /// Compares two texts by their hashes in constant time, so that the time does not reveal where they differ or how long they are.
    /// </summary>
    public static bool AreSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)),
            SHA256.HashData(Encoding.UTF8.GetBytes(given))
        );
}
