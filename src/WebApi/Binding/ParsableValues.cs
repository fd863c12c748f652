using OpenViduMeet.Application;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.WebApi.Binding;

internal static class ParsableValues
{
    /// <summary>All such types of ours.</summary>
    public static IEnumerable<Type> All =>
        new[]
        {
            typeof(IParsableValue<>).Assembly,
            typeof(ApplicationServices).Assembly,
            typeof(ParsableValues).Assembly,
        }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && Include(type));

    /// <summary>Whether a type implements <see cref="IParsableValue{TSelf}"/>.</summary>
    public static bool Include(Type type) =>
        type.GetInterfaces()
            .Any(contract =>
                contract.IsGenericType
                && contract.GetGenericTypeDefinition() == typeof(IParsableValue<>)
            );
}
