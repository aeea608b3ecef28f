namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The <c>SHA256SUMS</c> file of a data set, in the form that <c>sha256sum</c> writes: hash, two spaces, name.</summary>
internal sealed class Checksums
{
    public const string FileName = "SHA256SUMS";
    private const int MaxBytes = 64 << 20;
    private const int HashLength = 64;
    private readonly Dictionary<string, string> sums = new(StringComparer.Ordinal);

    private Checksums()
    {
    }

    /// <summary>Nothing is expected where the folder has no such file.</summary>
    /// <exception cref="InvalidDataException">A line is of another form: what was meant to be checked must not go unchecked.</exception>
    public static Checksums Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        var checksums = new Checksums();
        if (!file.Exists)
            return checksums;
        if (file.Length > MaxBytes)
            throw new InvalidDataException($"{file.FullName} has {file.Length} bytes; a list of checksums has at most {MaxBytes}.");
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            if (checksums.Add(line) is { } fault)
                throw new InvalidDataException($"{file.FullName}, line {number}: {fault}");
        }

        return checksums;
    }

    /// <summary>The expected hash of a file, lower case, or null where none is.</summary>
    public string? Of(string name) => sums.GetValueOrDefault(name);

    /// <summary>How many files that the pipeline would read are expected and not there.</summary>
    public int Missing(FolderListing listing)
    {
        var there = listing.Files.Select(file => file.Name).Concat(listing.Refused.Select(file => file.Name))
            .Select(ContentKinds.WithoutCompression).ToHashSet(StringComparer.Ordinal);
        return sums.Keys.Count(name => ContentKinds.Of(Path.GetFileName(name)) is not null && !there.Contains(ContentKinds.WithoutCompression(name)));
    }

    /// <summary>Returns what is wrong with the line, or null.</summary>
    private string? Add(string line)
    {
        if (line.Length == 0)
            return null;
        if (line.Length < HashLength + 3 || !line[..HashLength].All(char.IsAsciiHexDigit) || line[HashLength] != ' ' || line[HashLength + 1] is not (' ' or '*'))
            return "not 'hash, two spaces, name'. Write the file with sha256sum.";
        var name = line[(HashLength + 2)..];
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        var hash = line[..HashLength].ToLowerInvariant();
        return sums.TryAdd(name, hash) || sums[name] == hash ? null : "another hash for a file that stands above.";
    }
}
