namespace SpotifyPlatform.ServiceDefaults;

/// <summary>
/// Variables of the process, then of <c>.env.local</c>, then of <c>.env</c> in a folder: lines <c>NAME=VALUE</c>, with or without
/// <c>export</c>, quotes and comments. Only the given name is read, and no value is ever printed.
/// </summary>
public static class EnvironmentFile
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly string[] Files = [".env.local", ".env"];

    /// <returns>The value and the file it comes from; null if it is not set.</returns>
    public static (string Value, string Source)? Find(string name, string folder)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } set)
            return (set, "environment");
        foreach (var file in Files)
        {
            if (Read(Path.Combine(folder, file), name) is { Length: > 0 } value)
                return (value, file);
        }

        return null;
    }

    /// <exception cref="InvalidDataException">The file is too large for an environment file.</exception>
    private static string? Read(string path, string name)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.Length > MaxBytes)
            throw new InvalidDataException($"{path} has {file.Length} bytes; a file of variables has at most {MaxBytes}. Set {name} in the environment instead.");
        // As in shells, the last assignment wins.
        return File.ReadLines(path).Select(line => Value(line, name)).LastOrDefault(value => value is not null);
    }

    private static string? Value(string line, string name)
    {
        var text = line.AsSpan().Trim();
        if (text.StartsWith("export ", StringComparison.Ordinal))
            text = text[7..].TrimStart();
        if (!text.StartsWith(name, StringComparison.Ordinal))
            return null;
        text = text[name.Length..].TrimStart();
        if (text.IsEmpty || text[0] != '=')
            return null;
        text = text[1..].Trim();
        if (text.Length >= 2 && text[0] is '"' or '\'')
        {
            var end = text[1..].IndexOf(text[0]);
            return end >= 0 ? text[1..(end + 1)].ToString() : null;
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        return (comment >= 0 ? text[..comment].TrimEnd() : text).ToString();
    }
}
