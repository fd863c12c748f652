using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

/// <summary>The compiled models, from which the server starts, and the configurations that they were generated from.</summary>
public sealed class CompiledModelTests(TestDatabase database) : DatabaseTests(database)
{
    private const string Remedy =
        "the compiled model is not current: generate it again, see docs/extending.md";

    [Test]
    public Task A_context_uses_the_compiled_model() =>
        Installation.CallAsync<MeetDbContext>(context =>
        {
            Assert.That(
                context.Model.GetType().Namespace,
                Is.EqualTo($"{context.GetType().Namespace}.Compiled")
            );
            return Task.CompletedTask;
        });

    [Test]
    public Task The_compiled_model_is_that_of_the_configurations() =>
        Installation.CallAsync<MeetDbContext>(context =>
        {
            // The one for migrations is always built.
            var built = context.GetService<IDesignTimeModel>().Model;

            Assert.That(built.GetEntityTypes(), Is.Not.Empty);
            Assert.That(Describe(context.Model), Is.EqualTo(Describe(built)), Remedy);
            Assert.That(DescribeTables(context.Model), Is.EqualTo(DescribeTables(built)), Remedy);
            return Task.CompletedTask;
        });

    private static string Describe(IModel model) =>
        string.Join(
            '\n',
            model
                .GetEntityTypes()
                .SelectMany(type => type.GetFlattenedProperties())
                .Select(property =>
                    $"{property.DeclaringType.Name}.{property.Name}: {Stored(property)}"
                )
                .Prepend(
                    model
                        .ToDebugString(MetadataDebugStringOptions.IncludePropertyIndexes)
                        // The framework names its own classes there.
                        .Replace(
                            "Metadata.RuntimeComplexProperty",
                            "Metadata.Internal.ComplexProperty",
                            StringComparison.Ordinal
                        )
                )
        );

    private static string Stored(IProperty property)
    {
        var mapping = property.GetTypeMapping();
        return $"{mapping.Converter?.ModelClrType.Name ?? property.ClrType.Name} as {mapping.Converter?.ProviderClrType.Name ?? property.ClrType.Name}, read by {mapping.Converter?.ConvertFromProviderExpression}";
    }

    private static string DescribeTables(IModel model) =>
        model.GetRelationalModel().ToDebugString(MetadataDebugStringOptions.ShortDefault);
}
