using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A number out of range is read as the earliest or the latest instant, so that one damaged row does not hold up others.</summary>
internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => Read(milliseconds)
    )
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <remarks>The compiled models call it.</remarks>
    internal static DateTimeOffset Read(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));
}

/// <summary>Stores an enum as the name of its value. The framework's own conversion also reads numbers that the enum does not have.</summary>
/// <param name="ifUnknown">The value that is read from a text that is not a name, so that one damaged row does not hold up others.</param>
internal sealed class EnumName<T>(T ifUnknown)
    : ValueConverter<T, string>(value => value.ToString(), ReadOr(ifUnknown))
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> ByName = Enum.GetValues<T>()
        .ToDictionary(value => value.ToString(), StringComparer.Ordinal);

    /// <remarks>The compiled models call it.</remarks>
    internal static T Read(string text, T ifUnknown) => ByName.GetValueOrDefault(text, ifUnknown);

    /// <summary>Holds the value as a constant, which the compiled models can repeat. A lambda would hold its variable.</summary>
    private static Expression<Func<string, T>> ReadOr(T ifUnknown)
    {
        Expression<Func<string, T, T>> read = (text, unknown) => Read(text, unknown);
        var call = (MethodCallExpression)read.Body;
        return Expression.Lambda<Func<string, T>>(
            call.Update(null, [call.Arguments[0], Expression.Constant(ifUnknown)]),
            read.Parameters[0]
        );
    }
}

internal sealed class ValueText<T>()
    : ValueConverter<T, string>(value => value.Text, text => Read(text))
    where T : class, IParsableValue<T>
{
    /// <remarks>The compiled models call it.</remarks>
    internal static T Read(string text) => T.Parse(text, provider: null);
}
