namespace SpotifyPlatform.Benchmarks;

/// <summary>The command that starts this program again, as an executable or by <c>dotnet</c>.</summary>
internal static class ChildProcess
{
    public static string[] Command(params string[] args)
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? [process, typeof(ChildProcess).Assembly.Location, .. args]
            : [process, .. args];
    }
}
