using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Spa;

/// <summary>A folder as a build of the web client creates it, and beside it files that must not be served.</summary>
internal sealed class BuiltClient : IDisposable
{
    public const string Index = "<!doctype html><title>The client</title>";

    /// <summary>Long enough to be worth compressing.</summary>
    public static readonly string Script = string.Concat(
        Enumerable.Range(0, 2000).Select(line => $"console.log({line});\n")
    );

    private readonly TemporaryDirectory _directory = new();

    public BuiltClient()
    {
        Write("index.html", Index);
        foreach (
            var name in (string[])
                [
                    "main-ABCDEF12.js",
                    "chunk-QWERTZUI.js",
                    "main.0123456789abcdef.js",
                    "polyfills.js",
                    "report-20240101.js",
                    "my-component.js",
                    "manifest.webmanifest",
                    "media/logo.svg",
                    "media/icons-Z7X2C4V6.woff2",
                    "styles.0123abcd.css",
                    "engine.wasm",
                    "webcomponent/openvidu-meet.bundle.min.js",
                    "model.tflite",
                    ".env",
                    ".git/config.js",
                    "media/.hidden.js",
                ]
        )
            Write(name, Script);
        File.WriteAllText(Path.Combine(_directory.Path, "secret.txt"), "hunter2");
    }

    public string Folder => Path.Combine(_directory.Path, "client");

    public void Dispose() => _directory.Dispose();

    private void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
