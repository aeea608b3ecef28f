namespace SpotifyPlatform.Benchmarks;

/// <summary>How to start this program again, as an executable or by <c>dotnet</c>.</summary>
internal static class Self
{
    public static string[] Command(params string[] args)
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, typeof(Self).Assembly.Location, .. args]
            : [process, .. args];
    }
}
