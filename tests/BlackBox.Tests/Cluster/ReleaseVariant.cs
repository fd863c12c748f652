using OpenViduMeet.TestSupport;

namespace OpenViduMeet.BlackBox.Tests.Cluster;

/// <summary>
/// A copy of the published server in which one assembly was compiled from other sources (<c>Variants/Variant.props</c>), so that tests
/// have another version of the server without a trace of it in the product.
/// </summary>
internal sealed class ReleaseVariant : IDisposable
{
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory _directory = new();

    private ReleaseVariant() { }

    /// <summary>The directory of the published server.</summary>
    public string Path => System.IO.Path.Combine(_directory.Path, "release");

    /// <summary>The next release, with one more migration for each database.</summary>
    public static async Task<ReleaseVariant> LaterAsync()
    {
        var variant = new ReleaseVariant();
        await variant.BuildAsync(
            "Infrastructure",
            Checkout.File("tests", "BlackBox.Tests", "Cluster", "Variants", "Later"),
            "-p:Version=1.1.0"
        );
        return variant;
    }

    /// <summary>This release, but names are held for a shorter time than a minute.</summary>
    public static async Task<ReleaseVariant> WithHoldsOfAsync(TimeSpan duration)
    {
        var variant = new ReleaseVariant();
        const string usual = "TimeSpan.FromSeconds(60)";
        string[] source = ["Participants", "IParticipantNameHolds.cs"];
        var text = await File.ReadAllTextAsync(Checkout.File(["src", "Domain", .. source]));
        Assert.That(text, Does.Contain(usual));
        var sources = Directory.CreateDirectory(
            System.IO.Path.Combine(variant._directory.Path, "sources")
        );
        await File.WriteAllTextAsync(
            System.IO.Path.Combine(sources.FullName, source[^1]),
            text.Replace(
                usual,
                FormattableString.Invariant(
                    $"TimeSpan.FromMilliseconds({duration.TotalMilliseconds:0})"
                ),
                StringComparison.Ordinal
            )
        );
        await variant.BuildAsync(
            "Domain",
            sources.FullName,
            $"-p:VariantWithout={string.Join('/', source)}"
        );
        return variant;
    }

    public void Dispose() => _directory.Dispose();

    private async Task BuildAsync(string project, string sources, string property)
    {
        var output = System.IO.Path.Combine(_directory.Path, "build/");
        await ChildProcess.RunAsync(
            "dotnet",
            [
                "build",
                Checkout.File("src", project),
                "--configuration",
                "Release",
                "--no-restore",
                "-p:BuildProjectReferences=false",
                "-p:RunAnalyzers=false",
                $"-p:CustomBeforeMicrosoftCommonProps={Checkout.File("tests", "BlackBox.Tests", "Cluster", "Variants", "Variant.props")}",
                $"-p:VariantProject={project}",
                $"-p:VariantDirectory={output}",
                $"-p:VariantSources={sources}/",
                property,
            ],
            BuildBound
        );

        Directory.CreateDirectory(Path);
        foreach (var file in Directory.GetFiles(Release.Path, "*", SearchOption.AllDirectories))
        {
            var copy = System.IO.Path.Combine(
                Path,
                System.IO.Path.GetRelativePath(Release.Path, file)
            );
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var assembly = $"OpenViduMeet.{project}.dll";
        var built = Directory.GetFiles(
            System.IO.Path.Combine(output, "bin"),
            assembly,
            SearchOption.AllDirectories
        );
        File.Copy(built.Single(), System.IO.Path.Combine(Path, assembly), overwrite: true);
    }
}
