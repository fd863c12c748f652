namespace OpenViduMeet.TestSupport;

/// <summary>The files of the repository.</summary>
public static class Checkout
{
    public const string SpecificationVariable = "MEET_SPECIFICATION";

    public static string Root { get; } = FindRoot();

    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>
    /// The specification: the file that <c>MEET_SPECIFICATION</c> names, or else the one beside the checkout.
    /// <see langword="null"/> if the file does not exist.
    /// </summary>
    public static string? Specification
    {
        get
        {
            var file =
                Environment.GetEnvironmentVariable(SpecificationVariable)
                ?? Path.GetFullPath(File("..", "shared", "contract", "internal-api.v1.yaml"));
            return System.IO.File.Exists(file) ? file : null;
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(directory.FullName, "OpenViduMeet.sln")))
        {
            directory =
                directory.Parent
                ?? throw new InvalidOperationException("The tests run outside of the checkout.");
        }

        return directory.FullName;
    }
}
