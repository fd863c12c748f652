using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
    );

internal sealed class ValueText<T>()
    : ValueConverter<T, string>(value => value.Text, text => Read(text))
    where T : class, IParsableValue<T>
{
    private static T Read(string text) => T.Parse(text, provider: null);
}
