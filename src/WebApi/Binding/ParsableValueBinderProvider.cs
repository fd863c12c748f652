using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Binds the values of the path and of the query that can be parsed from text.</summary>
internal sealed class ParsableValueBinderProvider : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.ModelType;
        if (!ParsableValueConverterFactory.IsParsableValue(type))
            return null;

        var binder =
            context.BindingInfo.BindingSource == BindingSource.Path
                ? typeof(PathValueBinder<>)
                : typeof(QueryValueBinder<>);
        return (IModelBinder?)Activator.CreateInstance(binder.MakeGenericType(type));
    }
}
