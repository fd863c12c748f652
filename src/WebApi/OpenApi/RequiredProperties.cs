using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using NJsonSchema;
using NJsonSchema.Generation;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>
/// Marks the parameters of a record's constructor as required properties. Properties that are left out when they have no value,
/// and properties with a schema of their own, are never null.
/// </summary>
internal sealed class RequiredProperties(JsonOptions json) : ISchemaProcessor
{
    public void Process(SchemaProcessorContext context)
    {
        if (context.Schema.Properties.Count == 0)
            return;

        var type = context.ContextualType.Type;
        foreach (
            var parameter in type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
        )
        {
            if (!parameter.HasDefaultValue && Find(context.Schema, parameter.Name!) is { } required)
                required.IsRequired = true;
        }

        // OpenAPI 3.0 allows "nullable" only beside a type. Beside a reference, tools ignore it or drop the whole schema.
        foreach (var reference in context.Schema.Properties.Values.Where(p => p.OneOf.Count > 0))
            reference.IsNullableRaw = null;
        foreach (var property in type.GetProperties())
        {
            var ignored =
                property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition
                ?? json.JsonSerializerOptions.DefaultIgnoreCondition;
            if (ignored != JsonIgnoreCondition.WhenWritingNull)
                continue;
            if (Find(context.Schema, property.Name) is { } neverNull)
                neverNull.IsNullableRaw = null;
        }
    }

    private JsonSchemaProperty? Find(JsonSchema schema, string name) =>
        schema.Properties.TryGetValue(
            json.JsonSerializerOptions.PropertyNamingPolicy!.ConvertName(name),
            out var property
        )
            ? property
            : null;
}
