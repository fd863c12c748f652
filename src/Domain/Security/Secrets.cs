using System.Security.Cryptography;
using System.Text;

namespace OpenViduMeet.Domain.Security;

public static class Secrets
{
    /// <summary>Compares in a time that tells nothing of where the texts differ, nor of their lengths.</summary>
    public static bool AreSame(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)),
            SHA256.HashData(Encoding.UTF8.GetBytes(given))
        );
}
