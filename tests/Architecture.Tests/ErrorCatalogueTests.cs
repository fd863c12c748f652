using System.Reflection;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Controllers;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.OpenApi;

namespace OpenViduMeet.Architecture.Tests;

public sealed class ErrorCatalogueTests
{
    [Test]
    public void Every_answer_that_an_action_names_is_in_its_catalogue()
    {
        var answers = typeof(MeetController)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(MeetController)))
            .SelectMany(controller => controller.GetMethods())
            .SelectMany(action => action.GetCustomAttributes<AnswersAttribute>())
            .ToList();

        Assert.That(answers.SelectMany(answer => answer.Errors).ToList(), Is.Not.Empty);
    }

    [Test]
    public void The_text_of_an_error_is_written_once()
    {
        var separator = Path.DirectorySeparatorChar;
        var source = string.Concat(
            Directory
                .GetFiles(Checkout.File("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !file.Contains($"{separator}obj{separator}", StringComparison.Ordinal)
                )
                .Select(File.ReadAllText)
        );

        var messages = typeof(Error)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .Append(typeof(HttpErrors))
            .SelectMany(catalogue => catalogue.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.GetValue(null))
            .Select(error => (error as Error)?.Message ?? (error as ErrorBody)?.Message)
            .OfType<string>()
            .Distinct()
            .ToList();

        Assert.That(messages, Has.Count.GreaterThan(25));
        Assert.That(
            messages.Where(message => source.Split($"\"{message}\"").Length != 2),
            Is.Empty
        );
    }
}
