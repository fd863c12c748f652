using OpenViduMeet.Application;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>The types that implement <see cref="IParsableValue{TSelf}"/>.</summary>
internal static class ParsableValues
{
    public static IEnumerable<Type> All =>
        new[]
        {
            typeof(IParsableValue<>).Assembly,
            typeof(ApplicationServices).Assembly,
            typeof(ParsableValues).Assembly,
        }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && ParsableValueConverterFactory.IsParsableValue(type));
}
