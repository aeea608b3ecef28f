using System.Runtime.CompilerServices;

namespace SpotifyPlatform.Deployment.Tests;

/// <summary>The files under test, found from the path that this file was compiled at.</summary>
internal static class Repository
{
    /// <summary>The door for clients, which has neither bus nor stores.</summary>
    public const string Edge = "edge-gateway";

    public static string Root { get; } = FindRoot();

    /// <summary>The name of every service: each folder of <c>services/</c> that has a program.</summary>
    public static IReadOnlyList<string> Services { get; } =
    [
        .. Directory.EnumerateDirectories(PathOf("services")).Where(folder => File.Exists(Path.Combine(folder, "Program.cs"))).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(Path.Combine(folder, "SpotifyPlatform.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No SpotifyPlatform.sln above {thisFile}: these tests read the source tree they were built from.");
    }
}
