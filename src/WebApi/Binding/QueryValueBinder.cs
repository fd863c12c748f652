using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>Reads a value from the query. A text that cannot be parsed is a fault. A missing or blank value is a fault if it is required.</summary>
internal sealed class QueryValueBinder<T> : IModelBinder
    where T : class, IParsableValue<T>
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.FieldName;
        var text = bindingContext.ValueProvider.GetValue(name).FirstValue;
        if (string.IsNullOrWhiteSpace(text))
        {
            if (bindingContext.ModelMetadata.IsRequired)
                bindingContext.ModelState.TryAddModelError(name, "Must not be empty.");
        }
        else if (T.TryParse(text, out var value))
        {
            bindingContext.Result = ModelBindingResult.Success(value);
        }
        else
        {
            bindingContext.ModelState.TryAddModelError(name, T.Rule);
        }

        return Task.CompletedTask;
    }
}
