namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Resolves every link of a path, as <c>realpath</c> does; the runtime resolves only the last part.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MaxLinks = 40;

    /// <exception cref="IOException">The links form a circle.</exception>
    public static string Of(string path)
    {
        path = Path.GetFullPath(path);
        var real = Path.GetPathRoot(path)!;
        var parts = new Stack<string>();
        Push(path);
        for (var links = 0; parts.TryPop(out var part);)
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                throw new IOException($"{path} goes through more than {MaxLinks} links.");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            Push(target);
        }

        return real;

        void Push(string text)
        {
            foreach (var part in text[Path.GetPathRoot(text)!.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
                parts.Push(part);
        }
    }

    /// <summary>Whether a resolved path is a resolved folder or below it.</summary>
    public static bool IsInside(string real, string root) =>
        real == root || real.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
