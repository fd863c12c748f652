using MediatR;
using OpenViduMeet.Application.Import;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Adopts what an OpenVidu Meet installation left in the store, and tells on the console how it goes.</summary>
internal static class ImportCommand
{
    public const string Name = "import";

    /// <returns>The process' exit code: 0 if the whole archive was read, whatever was skipped in it.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var progress = new ConsoleProgress();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var imported = await mediator.Send(new ImportArchive(progress), ct);
        if (imported.IsFailure)
        {
            Console.Error.WriteLine($"import: {imported.Error.Message}");
            return 1;
        }

        var (adopted, known, skipped) = imported.Value;
        Console.WriteLine($"import: {adopted} adopted, {known} known already, {skipped} skipped");
        return 0;
    }

    /// <summary>Written as it comes, unlike <see cref="Progress{T}"/>, whose lines may follow the summary.</summary>
    private sealed class ConsoleProgress : IProgress<ImportStep>
    {
        private const int Stride = 100;

        private int _count;

        public void Report(ImportStep value)
        {
            if (value.Outcome == ImportOutcome.Skipped)
                Console.WriteLine($"import: skipped {value.Source}: {value.Reason}");
            if (++_count % Stride == 0)
                Console.WriteLine($"import: {_count} documents so far");
        }
    }
}
