using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using OpenViduMeet.Application;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Controllers;

namespace OpenViduMeet.Architecture.Tests;

/// <summary>
/// The folders of a layer depend on each other in one direction. A folder and its subfolder count as two folders. References are
/// read from the compiled code, including method bodies, and from the <c>using</c> directives, because constants and <c>nameof</c>
/// leave no trace in the compiled code. An unused directive is a build error.
/// </summary>
public sealed class FolderTests
{
    private static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "WebApi"];

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader()
        .LoadAssemblies(
            typeof(Room).Assembly,
            typeof(ApplicationServices).Assembly,
            typeof(InfrastructureServices).Assembly,
            typeof(MeetController).Assembly
        )
        .Build();

    [Test]
    public void Folders_of_a_layer_form_no_cycle([ValueSource(nameof(Layers))] string layer)
    {
        var references = ReferencesBetweenFolders(layer);

        Assert.That(references, Is.Not.Empty);
        Assert.That(Cycles(references), Is.Empty);
    }

    [Test]
    public void Top_folders_of_a_layer_form_no_cycle([ValueSource(nameof(Layers))] string layer)
    {
        var references = ReferencesBetweenFolders(layer)
            .Select(reference =>
                reference with
                {
                    From = TopOf(reference.From),
                    To = TopOf(reference.To),
                }
            )
            .Where(reference => reference.From != reference.To)
            .ToHashSet();

        Assert.That(references, Is.Not.Empty);
        Assert.That(Cycles(references), Is.Empty);
    }

    private static HashSet<Reference> ReferencesBetweenFolders(string layer)
    {
        var root = $"OpenViduMeet.{layer}";
        return CompiledReferences(root)
            .Concat(UsingDirectives(layer, root))
            .Where(reference => reference.From != reference.To)
            .ToHashSet();
    }

    private static IEnumerable<Reference> CompiledReferences(string root) =>
        House
            .Types.Where(type => IsOf(type, root))
            .SelectMany(type => type.Dependencies)
            .Where(dependency => IsOf(dependency.Target, root))
            .Select(dependency => new Reference(
                FolderOf(dependency.Origin, root),
                FolderOf(dependency.Target, root),
                $"{dependency.Origin.Name} -> {dependency.Target.Name}"
            ));

    private static IEnumerable<Reference> UsingDirectives(string layer, string root)
    {
        var directive = new Regex(
            $@"^using {Regex.Escape(root)}\.(?<folder>[\w.]+);",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );
        var directory = Checkout.File("src", layer);
        return from file in Directory.GetFiles(directory, "*.cs", SearchOption.AllDirectories)
            let name = Path.GetRelativePath(directory, file)
            where !name.StartsWith("obj", StringComparison.Ordinal)
            let folder = Path.GetDirectoryName(name)!.Replace(Path.DirectorySeparatorChar, '.')
            from Match match in directive.Matches(File.ReadAllText(file))
            select new Reference(folder, match.Groups["folder"].Value, name);
    }

    private static bool IsOf(IType type, string root) =>
        // Type parameters have no namespace.
        type.Namespace
            is { FullName: var name }
        && (name == root || name.StartsWith($"{root}.", StringComparison.Ordinal));

    /// <returns>The folder's path below the layer; empty for the layer's own folder.</returns>
    private static string FolderOf(IType type, string root) =>
        type.Namespace.FullName[root.Length..].TrimStart('.');

    private static string TopOf(string folder) => folder.Split('.')[0];

    /// <returns>The references that are part of a cycle.</returns>
    private static IEnumerable<Reference> Cycles(HashSet<Reference> references)
    {
        var next = references.ToLookup(
            reference => reference.From,
            reference => reference.To,
            StringComparer.Ordinal
        );
        return references.Where(reference => Reaches(reference.To, reference.From, next));
    }

    private static bool Reaches(string from, string to, ILookup<string, string> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([from]);
        while (open.TryDequeue(out var folder))
        {
            if (folder == to)
                return true;
            if (!seen.Add(folder))
                continue;
            foreach (var following in next[folder])
                open.Enqueue(following);
        }

        return false;
    }

    private sealed record Reference(string From, string To, string Example);
}
