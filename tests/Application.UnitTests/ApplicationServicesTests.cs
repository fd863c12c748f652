using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Diagnostics;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests;

public sealed class ApplicationServicesTests
{
    private Mock<IRoomRepository> _rooms = null!;
    private readonly Mock<IUserDirectory> _users = new(MockBehavior.Strict);

    private Caller _caller = null!;

    [SetUp]
    public void SetUp()
    {
        _rooms = new();
        _caller = Given.Admin;
    }

    private static IEnumerable<Type> Ports =>
        typeof(Room)
            .Assembly.GetExportedTypes()
            .Where(type => type is { IsInterface: true, IsGenericType: false });

    private static IEnumerable<Type> Requests() =>
        typeof(ApplicationServices)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && RequestOf(type) is not null);

    [Test]
    public void Requests_are_found() => Assert.That(Requests(), Is.Not.Empty);

    [TestCaseSource(nameof(Requests))]
    public void Each_request_has_exactly_one_handler(Type request)
    {
        var contract = typeof(IRequestHandler<,>).MakeGenericType(
            request,
            RequestOf(request)!.GetGenericArguments()[0]
        );

        var handlers = NewServices().Count(service => service.ServiceType == contract);

        Assert.That(handlers, Is.EqualTo(1));
    }

    /// <summary>The container leaves out the behaviours whose constraints a request does not meet.</summary>
    [TestCaseSource(nameof(Requests))]
    public async Task Each_request_passes_the_audit_log_and_the_limit_of_guesses_if_it_declares_them(
        Type request
    )
    {
        var behaviours = typeof(IPipelineBehavior<,>).MakeGenericType(
            request,
            RequestOf(request)!.GetGenericArguments()[0]
        );
        await using var provider = Build();
        await using var scope = provider.CreateAsyncScope();

        var passed = scope
            .ServiceProvider.GetServices(behaviours)
            .Select(behaviour => behaviour!.GetType().GetGenericTypeDefinition())
            .ToList();

        Assert.That(
            passed,
            Is.EqualTo(
                new[]
                {
                    typeof(OutcomeLogging<,>),
                    request.IsAssignableTo(typeof(IAudited)) ? typeof(Auditing<,>) : null,
                    request.IsAssignableTo(typeof(IGuess)) ? typeof(GuessLimit<,>) : null,
                    typeof(Authorization<,>),
                }.OfType<Type>()
            )
        );
    }

    [Test]
    public async Task Every_service_can_be_created_from_the_ports()
    {
        await using var provider = Build();
        Assert.That(provider, Is.Not.Null);
    }

    [Test]
    public async Task A_sent_request_reaches_its_handler_and_port()
    {
        var room = Given.Room();
        _rooms
            .Setup(rooms => rooms.FindAsync(room.Name, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);

        var result = await SendAsync(new GetRoom(room.Name));

        Assert.That(result.Value, Is.SameAs(room));
    }

    [Test]
    public async Task A_forbidden_request_reaches_no_port()
    {
        _caller = Given.PlainUser;

        var result = await SendAsync(new GetRoom(Given.RoomNamed(Given.RoomName)));

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
        _rooms.VerifyNoOtherCalls();
    }

    private static Type? RequestOf(Type type) =>
        type.GetInterfaces()
            .FirstOrDefault(contract =>
                contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>)
            );

    private async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var provider = Build();
        await using var scope = provider.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private ServiceProvider Build() =>
        NewServices()
            .BuildServiceProvider(
                new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
            );

    private IServiceCollection NewServices()
    {
        var services = new ServiceCollection()
            .AddApplication()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(ExaminationTime.OfRequest);
        foreach (var port in Ports)
            services.AddScoped(port, _ => ((Mock)Activator.CreateInstance(MockOf(port))!).Object);
        return services
            .AddScoped(_ => _rooms.Object)
            .AddSingleton(_users.Object)
            .AddSingleton(Given.Current(_caller));
    }

    private static Type MockOf(Type port) => typeof(Mock<>).MakeGenericType(port);
}
