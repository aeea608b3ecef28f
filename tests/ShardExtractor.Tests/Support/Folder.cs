namespace SpotifyPlatform.ShardExtractor.Tests.Support;

/// <summary>A temporary folder with the outputs of an extraction in <c>out</c>.</summary>
internal sealed class Folder : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public string Root => temporary.Path;

    public string Out => Path.Combine(Root, "out");

    public string InOut(string relative) => Path.Combine(Out, relative);

    public string Text(string relative) => File.ReadAllText(InOut(relative));

    /// <summary>Every file of the output with its bytes, in order; without lock files, which stay behind empty.</summary>
    public IReadOnlyList<(string Path, string Content)> Tree() => [.. Directory
        .EnumerateFiles(Out, "*", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(path => (Path.GetRelativePath(Out, path), Convert.ToHexString(File.ReadAllBytes(path))))];

    public void Dispose() => temporary.Dispose();
}
