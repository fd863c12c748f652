using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A number out of range is read as the earliest or the latest instant, so that one damaged row does not hold up others.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds =>
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest))
    )
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}

/// <summary>Stores an enum as the name of its value. The framework's own conversion also reads numbers that the enum does not have.</summary>
/// <param name="ifUnknown">The value that is read from a text that is not a name, so that one damaged row does not hold up others.</param>
internal sealed class EnumName<T>(T ifUnknown)
    : ValueConverter<T, string>(
        value => value.ToString(),
        text => ByName.GetValueOrDefault(text, ifUnknown)
    )
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = Enum.GetValues<T>()
        .ToDictionary(value => value.ToString(), StringComparer.Ordinal);
}

internal sealed class ValueText<T>()
    : ValueConverter<T, string>(value => value.Text, text => Read(text))
    where T : class, IParsableValue<T>
{
    private static T Read(string text) => T.Parse(text, provider: null);
}
