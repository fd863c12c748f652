using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Paging;

/// <summary>The maximum number of items on a page: 1 to 100.</summary>
public sealed record PageSize : IParsableValue<PageSize>
{
    public static readonly PageSize Default = new(10);

    private const int Max = 100;

    private PageSize(int value) => Value = value;

    public static string Rule => "Must be a number from 1 to 100.";

    public int Value { get; }

    string IParsableValue<PageSize>.Text => Value.ToString(CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, [NotNullWhen(true)] out PageSize? value)
    {
        value =
            int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= Max
                ? new PageSize(number)
                : null;
        return value is not null;
    }
}
