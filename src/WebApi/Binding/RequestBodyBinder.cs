using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Reports the values of a body that could not be read. A missing body and <c>null</c> are read as an empty object, so that the validator
/// reports each required value. If the body is not a <see cref="RequestBody"/>, they are a fault.
/// </summary>
internal sealed class RequestBodyBinder(IModelBinder reader) : IModelBinder
{
    public const string WrongType = "Has the wrong type.";

    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        await reader.BindModelAsync(bindingContext);
        if (!bindingContext.Result.IsModelSet)
            return;

        var isObject = bindingContext.ModelType.IsSubclassOf(typeof(RequestBody));
        var body = bindingContext.Result.Model;
        if (body is null && isObject)
            body = Activator.CreateInstance(bindingContext.ModelType);
        else if (body is null)
            bindingContext.ModelState.TryAddModelError(
                bindingContext.FieldName,
                "Must be a JSON object."
            );

        foreach (var (field, message) in (body as RequestBody)?.Faults ?? [])
            bindingContext.ModelState.TryAddModelError(field, message);
        bindingContext.Result = ModelBindingResult.Success(body);
    }
}

/// <param name="bodies">The framework's provider, whose binder reads the body.</param>
internal sealed class RequestBodyBinderProvider(BodyModelBinderProvider bodies)
    : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
        bodies.GetBinder(context) is { } reader ? new RequestBodyBinder(reader) : null;
}
