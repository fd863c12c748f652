namespace OpenViduMeet.TestSupport;

/// <summary>Where the repository's own files are.</summary>
public static class Checkout
{
    public const string SpecificationVariable = "MEET_SPECIFICATION";

    public static string Root { get; } = FindRoot();

    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>
    /// The specification, which is the file that <c>MEET_SPECIFICATION</c> names or is kept beside the checkout;
    /// <see langword="null"/> where it is not there.
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
