using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.WebApi.Settings;

namespace OpenViduMeet.WebApi;

/// <summary>
/// Explains in one line why the server does not start. An exception that is not caused by the environment is a bug, and is shown
/// completely.
/// </summary>
internal static class StartFault
{
    private const int ExitCode = 1;

    /// <returns><see langword="null"/> for a bug.</returns>
    public static string? Of(Exception failed) =>
        failed switch
        {
            // A settings file is not JSON.
            InvalidDataException => InOneLine($"{failed.Message} {failed.InnerException?.Message}"),
            IOException { InnerException: AddressInUseException } => ListenAddresses.Taken(
                failed.Message
            ),
            SocketException refused => ListenAddresses.FaultOf(refused, failed.Message),
            _ => InfrastructureStart.FaultOf(failed),
        };

    public static async Task<int> RefuseAsync(string fault)
    {
        await Console.Error.WriteLineAsync(fault);
        return ExitCode;
    }

    private static string InOneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
