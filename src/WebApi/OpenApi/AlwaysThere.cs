using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using NJsonSchema;
using NJsonSchema.Generation;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>
/// Tells clients what they can rely on: what a record is made of is always there; what is left out when there is none is never
/// null, nor is what has a schema of its own.
/// </summary>
internal sealed class AlwaysThere(JsonOptions json) : ISchemaProcessor
{
    public void Process(SchemaProcessorContext context)
    {
        if (context.Schema.Properties.Count == 0)
            return;

        var type = context.ContextualType.Type;
        foreach (var part in type.GetConstructors().SelectMany(made => made.GetParameters()))
        {
            if (!part.HasDefaultValue && Find(context.Schema, part.Name!) is { } always)
                always.IsRequired = true;
        }

        // OpenAPI 3.0 knows "nullable" beside a type only: beside a reference, tools drop it, or the whole schema.
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
