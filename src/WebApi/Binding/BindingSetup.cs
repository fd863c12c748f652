using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using OpenViduMeet.Infrastructure.Json;

namespace OpenViduMeet.WebApi.Binding;

internal static class BindingSetup
{
    /// <summary>Configures how requests are read. Values are parsed, and each value that cannot be parsed is reported with its field.</summary>
    public static void AddBinding(this MvcOptions mvc)
    {
        mvc.AllowEmptyInputInBodyModelBinding = true;
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        // Only the contracts' validators validate. Attributes on contracts are for the OpenAPI documents.
        mvc.ModelValidatorProviders.Clear();
        mvc.Filters.Add(new RefuseEncodedBodies());
        mvc.Filters.Add(new RefuseRepeatedQueryValues());
        mvc.Filters.Add<RefuseInvalidInput>();
        var bodies = mvc.ModelBinderProviders.OfType<BodyModelBinderProvider>().Single();
        mvc.ModelBinderProviders.Insert(0, new RequestBodyBinderProvider(bodies));
        mvc.ModelBinderProviders.Insert(0, new ParsableValueBinderProvider());
        NeverRepeatValues(mvc.ModelBindingMessageProvider);
        ReadJsonOnly(mvc);
    }

    public static void AddBinding(this JsonSerializerOptions json)
    {
        json.Converters.Add(new AnyNumberAsInt64());
        json.Converters.Add(new WholeNumberAsInt32());
        json.Converters.Add(new RequestBodyConverterFactory());
        json.Converters.Add(new ParsableValueConverterFactory());
        json.Converters.Add(new EnumNameConverterFactory());
    }

    private static void NeverRepeatValues(DefaultModelBindingMessageProvider messages)
    {
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => RequestBodyBinder.WrongType);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => RequestBodyBinder.WrongType);
        messages.SetValueIsInvalidAccessor(_ => RequestBodyBinder.WrongType);
        messages.SetValueMustNotBeNullAccessor(_ => RequestBodyBinder.WrongType);
    }

    /// <summary>
    /// Accepts only JSON in UTF-8 as a body. By default, the framework also reads forms for the parameters of every action, and logs values
    /// that it cannot read, including passwords.
    /// </summary>
    private static void ReadJsonOnly(MvcOptions mvc)
    {
        mvc.ValueProviderFactories.Clear();
        mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
        mvc.ValueProviderFactories.Add(new QueryStringValueProviderFactory());
        foreach (var formatter in mvc.InputFormatters.OfType<TextInputFormatter>())
        {
            formatter.SupportedEncodings.Clear();
            formatter.SupportedEncodings.Add(new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
    }
}
