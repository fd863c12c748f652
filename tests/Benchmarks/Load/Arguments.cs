using System.Globalization;

namespace OpenViduMeet.Benchmarks.Load;

/// <summary>Options written <c>--name value</c>.</summary>
internal sealed class Arguments(string[] arguments)
{
    public string Text(string name)
    {
        var index = Array.IndexOf(arguments, $"--{name}");
        return index >= 0 && index + 1 < arguments.Length
            ? arguments[index + 1]
            : throw new ArgumentException($"--{name} is missing", nameof(name));
    }

    public long Number(string name) => long.Parse(Text(name), CultureInfo.InvariantCulture);
}
