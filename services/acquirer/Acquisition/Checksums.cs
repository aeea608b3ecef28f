namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The <c>SHA256SUMS</c> file of a data set, in the form that <c>sha256sum</c> writes: hash, two spaces, name.</summary>
internal static class Checksums
{
    private const int MaxLines = 100_000;
    private const int HashLength = 64;

    /// <summary>Expected hashes by name, lower case; empty where the folder has no such file.</summary>
    /// <exception cref="InvalidDataException">A line is of another form.</exception>
    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var path = Path.Combine(folder, "SHA256SUMS");
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return sums;
        foreach (var (line, number) in File.ReadLines(path).Take(MaxLines).Select((line, index) => (line, index + 1)))
        {
            if (line.Length == 0)
                continue;
            if (line.Length < HashLength + 3 || !line[..HashLength].All(char.IsAsciiHexDigit) || line[HashLength] != ' ')
                throw new InvalidDataException($"{path}, line {number}: not 'hash, two spaces, name'. Write the file with sha256sum.");
            var name = line[(HashLength + 2)..];
            sums[name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name] = line[..HashLength].ToLowerInvariant();
        }

        return sums;
    }
}
