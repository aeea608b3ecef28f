using System.Diagnostics;

namespace SpotifyPlatform.Platform.Output;

/// <summary>
/// Progress of long work on standard error: on a terminal one line that is rewritten, elsewhere one line every five seconds.
/// Standard output is reserved for results.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(5);
    private readonly Lock writing = new();
    private readonly bool terminal = !Console.IsErrorRedirected;
    private long last = Stopwatch.GetTimestamp();
    private int width;

    /// <summary>An <see cref="IProgress{T}"/> that shows each report as text.</summary>
    public IProgress<T> For<T>(Func<T, string> text) => new LineProgress<T>(this, text);

    /// <summary>Shows a line, unless the last one was shown too recently.</summary>
    public void Show(string text)
    {
        lock (writing)
        {
            if (Stopwatch.GetElapsedTime(last) < (terminal ? OnTerminal : InLog))
                return;
            last = Stopwatch.GetTimestamp();
            if (terminal)
                Rewrite(Fit(text));
            else
                Console.Error.WriteLine(text);
        }
    }

    /// <summary>Clears the progress line and writes the result.</summary>
    public void End(string text)
    {
        lock (writing)
        {
            Dispose();
            Console.Error.WriteLine(text);
        }
    }

    public void Dispose()
    {
        if (terminal && width > 0)
            Rewrite("");
        width = 0;
    }

    private static string Fit(string text) => text.Length < Console.WindowWidth || Console.WindowWidth == 0 ? text : text[..(Console.WindowWidth - 1)];

    private void Rewrite(string text)
    {
        Console.Error.Write($"\r{text.PadRight(width)}{(text.Length == 0 ? "\r" : "")}");
        width = text.Length;
    }

    /// <summary>Synchronous, unlike <see cref="Progress{T}"/>, whose reports may arrive late and out of order.</summary>
    private sealed class LineProgress<T>(ProgressLine line, Func<T, string> text) : IProgress<T>
    {
        public void Report(T value) => line.Show(text(value));
    }
}
