using System.Globalization;

namespace SpotifyPlatform.Platform.Output;

/// <summary>A log for people: each line with its time, UTC. Appended to, so that several runs are in one file.</summary>
internal sealed class LogFile(string path, TimeProvider clock) : IDisposable
{
    private readonly StreamWriter writer = Open(path);

    public void Write(string text) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {text.ReplaceLineEndings(" ")}"));

    public void Dispose() => writer.Dispose();

    private static StreamWriter Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new StreamWriter(path, append: true) { AutoFlush = true };
    }
}

/// <summary>Progress as lines on standard error, and in a log file where one is given. Synchronous, so that lines stay in order.</summary>
internal sealed class LogProgress(LogFile? log) : IProgress<string>
{
    public void Report(string value)
    {
        Console.Error.WriteLine(value);
        log?.Write(value);
    }
}
