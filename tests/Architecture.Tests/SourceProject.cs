namespace SpotifyPlatform.Architecture.Tests;

/// <summary>The C# sources of one project.</summary>
internal sealed class SourceProject
{
    private readonly string folder;

    private SourceProject(string projectFile)
    {
        folder = Path.GetDirectoryName(projectFile)!;
        Files = [.. Repository.Files(folder, "*.cs").Select(path => new SourceFile(folder, path))];
    }

    /// <summary>Relative to the repository.</summary>
    public string Name => Repository.Relative(folder);

    public IReadOnlyList<SourceFile> Files { get; }

    /// <summary>All projects below the given folders of the repository.</summary>
    public static IEnumerable<SourceProject> In(params string[] folders) =>
        folders.SelectMany(name => Repository.Files(Repository.PathOf(name), "*.csproj")).Select(file => new SourceProject(file));

    public override string ToString() => Name;
}
