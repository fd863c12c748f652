using MediatR;
using OpenViduMeet.Application.Import;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.WebApi.Authentication;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Imports the rooms and recordings that an OpenVidu Meet installation left in the store, and prints the progress.</summary>
internal static class ImportCommand
{
    /// <summary>The exit code of the process if the store could not be read.</summary>
    private const int NotRead = 1;

    /// <summary>The exit code of the process if some documents could not be adopted. Each of them is printed.</summary>
    private const int NotAllAdopted = 2;

    /// <summary>Runs the import as a command, without serving.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public static async Task<int> RunAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await InfrastructureStart.PrepareAsync(services, ct);
        try
        {
            return await ImportAsync(services, output, ct);
        }
        finally
        {
            await InfrastructureStart.CloseAsync(services);
        }
    }

    /// <returns>The exit code of the process: 0 if every usable document in the store is now in the database.</returns>
    public static async Task<int> ImportAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await using var scope = services
            .GetRequiredService<IServiceScopeFactory>()
            .CreateServerScope();
        var progress = new WrittenProgress(output);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var imported = await mediator.Send(new ImportBucket(progress), ct);
        if (imported.IsFailure)
        {
            await output.WriteLineAsync($"import: {imported.Error.Message}");
            return NotRead;
        }

        var (adopted, known, skipped, faulty) = imported.Value;
        await output.WriteLineAsync(
            $"import: {adopted} adopted, {known} known already, {skipped} skipped, {faulty} could not be adopted"
        );
        return faulty > 0 ? NotAllAdopted : 0;
    }

    /// <summary>Writes each line at once. The lines of <see cref="Progress{T}"/> could follow the summary.</summary>
    private sealed class WrittenProgress(TextWriter output) : IProgress<ImportStep>
    {
        private const int Stride = 100;

        private int _count;

        public void Report(ImportStep value)
        {
            if (value.Outcome is ImportOutcome.Skipped or ImportOutcome.Faulty)
                output.WriteLine($"import: skipped {value.Source}: {value.Reason}");
            if (++_count % Stride == 0)
                output.WriteLine($"import: {_count} documents so far");
        }
    }
}
