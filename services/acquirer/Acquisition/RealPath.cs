namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>Where a path leads once every link on the way is followed, as <c>realpath</c> has it; the runtime only follows the last part.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MaxLinks = 40;

    /// <exception cref="IOException">The links go round in circles.</exception>
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
}
