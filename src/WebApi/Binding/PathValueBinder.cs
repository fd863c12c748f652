using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Reads a value from the path. If the text cannot be parsed, the action receives <see langword="null"/> and answers 404 after its other
/// checks.
/// </summary>
internal sealed class PathValueBinder<T> : IModelBinder
    where T : class, IParsableValue<T>
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        bindingContext.Result = ModelBindingResult.Success(
            ParsableValue.ParseOrNull<T>(Read(bindingContext))
        );
        return Task.CompletedTask;
    }

    /// <summary>
    /// Routing does not decode <c>%2F</c>, so that it looks like a decoded <c>%252F</c>. Such a text is read from the raw request target.
    /// </summary>
    private static string? Read(ModelBindingContext context)
    {
        var routed = context.ValueProvider.GetValue(context.FieldName).FirstValue;
        if (routed?.Contains("%2F", StringComparison.OrdinalIgnoreCase) != true)
            return routed;

        var action = context.ActionContext.ActionDescriptor;
        var pattern = action.AttributeRouteInfo?.Template?.Split('/') ?? [];
        var segments = RawPath(context.HttpContext).Split('/');
        var place = Array.IndexOf(pattern, $"{{{context.FieldName}}}");
        if (place < 0)
            throw new InvalidOperationException(
                $"The route must have the segment {{{context.FieldName}}}."
            );

        // Counted from the end, because an absolute target has additional segments before the path.
        var fromEnd = pattern.Length - place;
        return fromEnd > segments.Length ? null : Uri.UnescapeDataString(segments[^fromEnd]);
    }

    private static string RawPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return target.Split('?', 2)[0].TrimEnd('/');
    }
}
