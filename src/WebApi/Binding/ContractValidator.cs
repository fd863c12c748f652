using System.Collections.Frozen;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpenViduMeet.WebApi.Binding;

/// <summary>
/// Validates the contracts that have a validator. For each value of the path or the query, the framework would look for a validator and
/// for attributes by reflection, and find none: 4 % of the time of a request for a small range.
/// </summary>
internal sealed class ContractValidator(
    ObjectModelValidator validator,
    IReadOnlySet<Type> contracts,
    IModelMetadataProvider metadataProvider
) : ObjectModelValidator(metadataProvider, [])
{
    public override void Validate(
        ActionContext actionContext,
        ValidationStateDictionary? validationState,
        string? prefix,
        object? model,
        ModelMetadata metadata,
        object? container
    )
    {
        if (contracts.Contains(metadata.ModelType))
            validator.Validate(actionContext, validationState, prefix, model, metadata, container);
        else if (
            actionContext.ModelState.GetFieldValidationState(prefix ?? "")
            == ModelValidationState.Unvalidated
        )
            actionContext.ModelState.MarkFieldSkipped(prefix ?? "");
    }

    public override ValidationVisitor GetValidationVisitor(
        ActionContext actionContext,
        IModelValidatorProvider validatorProvider,
        ValidatorCache validatorCache,
        IModelMetadataProvider metadataProvider,
        ValidationStateDictionary? validationState
    ) => throw new NotSupportedException("The other validator visits contracts.");

    /// <summary>Puts this validator before the registered one.</summary>
    public static void Add(IServiceCollection services)
    {
        var validator = services.Last(service =>
            service.ServiceType == typeof(IObjectModelValidator)
        );
        var contracts = services
            .Select(service => service.ServiceType)
            .Where(type =>
                type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IValidator<>)
            )
            .Select(type => type.GenericTypeArguments[0])
            .ToFrozenSet();
        services.Replace(
            ServiceDescriptor.Singleton<IObjectModelValidator>(provider => new ContractValidator(
                (ObjectModelValidator)validator.ImplementationFactory!(provider),
                contracts,
                provider.GetRequiredService<IModelMetadataProvider>()
            ))
        );
    }
}
