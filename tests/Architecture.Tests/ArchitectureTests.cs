using System.Reflection;
using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using OpenViduMeet.Application;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Controllers;

namespace OpenViduMeet.Architecture.Tests;

public sealed partial class ArchitectureTests
{
    private static readonly Assembly Domain = typeof(Room).Assembly;
    private static readonly Assembly Application = typeof(ApplicationServices).Assembly;
    private static readonly Assembly Infrastructure = typeof(InfrastructureServices).Assembly;
    private static readonly Assembly WebApi = typeof(MeetController).Assembly;

    private static Type[] Requests =>
        [
            .. Application
                .GetTypes()
                .Where(type => type.IsClass && Implements(type, typeof(IRequest<>))),
        ];

    private static Type[] Handlers =>
        [
            .. Application
                .GetTypes()
                .Where(type => type.IsClass && Implements(type, typeof(IRequestHandler<,>))),
        ];

    private static Type[] Validators =>
        [
            .. WebApi
                .GetTypes()
                .Where(type =>
                    type is { IsClass: true, IsAbstract: false }
                    && type.IsAssignableTo(typeof(IValidator))
                ),
        ];

    [Test]
    public void Domain_references_only_the_runtime()
    {
        Assert.That(ReferencesOf(Domain), Is.Not.Empty.And.All.StartsWith("System."));
        Assert.That(
            File.ReadAllText(Checkout.File("src", "Domain", "Domain.csproj")),
            Does.Not.Contain("Reference")
        );
    }

    [Test]
    public void Application_references_only_Domain() =>
        Assert.That(MeetReferencesOf(Application), Is.EqualTo(["OpenViduMeet.Domain"]));

    [Test]
    public void Infrastructure_does_not_reference_WebApi() =>
        Assert.That(
            MeetReferencesOf(Infrastructure),
            Is.Not.Empty.And.No.Member("OpenViduMeet.WebApi")
        );

    [Test]
    public void Controllers_reference_no_adapters_and_no_repositories()
    {
        var sources = Directory.GetFiles(
            Checkout.File("src", "WebApi", "Controllers"),
            "*.cs",
            SearchOption.AllDirectories
        );
        Assert.That(sources, Is.Not.Empty);
        foreach (var source in sources)
            Assert.That(Adapters().IsMatch(File.ReadAllText(source)), Is.False, source);
    }

    [Test]
    public void Each_request_has_exactly_one_handler()
    {
        Assert.That(Requests, Is.Not.Empty);
        var handled = Handlers
            .SelectMany(handler => handler.GetInterfaces())
            .Where(contract =>
                contract.IsGenericType
                && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
            )
            .Select(contract => contract.GetGenericArguments()[0]);
        Assert.That(handled, Is.EquivalentTo(Requests));
    }

    [Test]
    public void Handlers_and_validators_are_internal_and_sealed()
    {
        Assert.That(Handlers, Is.Not.Empty);
        Assert.That(Validators, Is.Not.Empty);
        Assert.That(
            Handlers.Concat(Validators).Where(type => type.IsPublic || !type.IsSealed),
            Is.Empty
        );
    }

    [Test]
    public void Requests_are_public_sealed_records_without_a_suffix()
    {
        Assert.That(Requests, Is.Not.Empty);
        Assert.That(
            Requests.Where(type =>
                !type.IsPublic || !type.IsSealed || type.GetMethod("<Clone>$") is null
            ),
            Is.Empty
        );
        Assert.That(Requests.Where(type => Suffix().IsMatch(type.Name)), Is.Empty);
    }

    [Test]
    public void Requests_declare_their_permission()
    {
        Assert.That(Requests, Is.Not.Empty);
        Assert.That(
            Requests.Where(request => !request.IsAssignableTo(typeof(IRestricted))),
            Is.Empty
        );
    }

    [Test]
    public void Each_use_case_is_a_file_in_the_folder_of_its_feature()
    {
        Assert.That(Requests, Is.Not.Empty);
        foreach (var request in Requests)
            Assert.That(
                Checkout.File(
                    "src",
                    "Application",
                    request.Namespace!.Split('.')[^1],
                    request.Name + ".cs"
                ),
                Does.Exist
            );
    }

    [Test]
    public void Asynchronous_ports_can_be_cancelled()
    {
        var methods = Domain
            .GetExportedTypes()
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.ReturnType.IsAssignableTo(typeof(Task)))
            .Where(method =>
                !(
                    method.Name == "ReadAsync"
                    && method.GetParameters() is [{ } only]
                    && only.ParameterType == typeof(string)
                )
            )
            .ToArray();
        Assert.That(methods, Is.Not.Empty);
        Assert.That(
            methods.Where(method =>
                method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
            ),
            Is.Empty
        );
    }

    [Test]
    public void Time_is_read_from_a_TimeProvider_only()
    {
        var separator = Path.DirectorySeparatorChar;
        var sources = Directory
            .GetFiles(Checkout.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal))
            .ToArray();
        Assert.That(sources, Is.Not.Empty);
        Assert.That(sources.Where(file => SystemClock().IsMatch(File.ReadAllText(file))), Is.Empty);
    }

    [Test]
    public void Controllers_are_in_WebApi() =>
        Assert.That(
            WebApi.GetTypes().Where(type => type.IsSubclassOf(typeof(MeetController))),
            Is.Not.Empty
        );

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces()
            .Any(contractType =>
                contractType.IsGenericType && contractType.GetGenericTypeDefinition() == contract
            );

    private static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<string> MeetReferencesOf(Assembly assembly) =>
        ReferencesOf(assembly)
            .Where(name => name.StartsWith("OpenViduMeet.", StringComparison.Ordinal));

    [GeneratedRegex(
        @"OpenViduMeet\.Infrastructure|\bI\w+Repository\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Adapters();

    [GeneratedRegex("(Command|Query|Request)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SystemClock();
}
