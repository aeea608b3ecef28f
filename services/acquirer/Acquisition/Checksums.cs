using System.Text;
using SpotifyPlatform.Artifacts;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>
/// The <c>SHA256SUMS</c> file of a data set in the form of <c>sha256sum</c>: hash, two spaces (or a space and an asterisk), name. Lines
/// end with LF or CRLF.
/// </summary>
internal sealed class Checksums
{
    public const string FileName = "SHA256SUMS";
    private const int MaxBytes = 64 << 20;
    private const int HashLength = 64;

    /// <summary>Longer than any path.</summary>
    private const int MaxLineLength = HashLength + 2 + 8_192;

    private static readonly string TooLong = $"it has more than {MaxLineLength} characters. Write the list with: sha256sum FILES > SHA256SUMS.";
    private readonly Dictionary<string, string> sums = new(StringComparer.Ordinal);

    private Checksums()
    {
    }

    /// <summary>Reads the list; without one no hash is expected.</summary>
    /// <exception cref="InvalidDataException">The list cannot be read or a line is malformed. Files must not go unverified because of that.</exception>
    public static Checksums Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!Path.Exists(path))
            return new Checksums();
        RequireReadable(path, folder);
        using var lines = new StreamReader(path);
        return Parse(lines, path);
    }

    /// <param name="what">Where the list is from, for messages.</param>
    /// <exception cref="InvalidDataException">A line is malformed.</exception>
    public static Checksums Parse(StreamReader lines, string what)
    {
        var checksums = new Checksums();
        for (var number = 1; ReadLine(lines, out var isTooLong) is { } line; number++)
            if ((isTooLong ? TooLong : checksums.Add(line)) is { } problem)
                throw new InvalidDataException($"{what}, line {number}: {problem}");
        return checksums;
    }

    /// <summary>Names and their hashes.</summary>
    public IReadOnlyDictionary<string, string> Entries => sums;

    /// <summary>The expected hash of a file, lower case, or null.</summary>
    public string? Of(string name) => sums.GetValueOrDefault(name);

    /// <summary>How many files of known kinds are listed and not in the folder.</summary>
    public int CountMissing(FolderListing listing)
    {
        var present = listing.Files.Select(file => file.Name).Concat(listing.Refused.Select(file => file.Name))
            .Select(ContentKinds.WithoutCompression).ToHashSet(StringComparer.Ordinal);
        return sums.Keys.Count(name => ContentKinds.Of(Path.GetFileName(name)) is not null && !present.Contains(ContentKinds.WithoutCompression(name)));
    }

    private static void RequireReadable(string path, string folder)
    {
        var real = RealPath.Of(path);
        if (!RealPath.IsInside(real, RealPath.Of(folder)))
            throw new InvalidDataException($"{path} links to {real}, outside the data set's folder. Copy the list into the folder.");
        if (!RegularFile.Exists(real))
            throw new InvalidDataException($"{path} is not a regular file. Write the list with sha256sum, or remove it.");
        if (new FileInfo(real).Length is var length and > MaxBytes)
            throw new InvalidDataException($"{path} has {length} bytes; a list of checksums has at most {MaxBytes}. Split the data set.");
    }

    /// <summary>The next line without its end; its start alone where it is longer than any name.</summary>
    private static string? ReadLine(StreamReader lines, out bool isTooLong)
    {
        isTooLong = false;
        if (lines.EndOfStream)
            return null;
        var line = new StringBuilder();
        for (int c; (c = lines.Read()) is not (-1 or '\n');)
            if (line.Length < MaxLineLength)
                line.Append((char)c);
            else
                isTooLong = true;
        return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
    }

    /// <summary>Returns what is wrong with the line, or null.</summary>
    private string? Add(string line)
    {
        if (line.Length == 0)
            return null;
        if (line[0] == '\\')
            return "names with a backslash or line feed are not supported. Rename the file and write the list again.";
        if (line.Length < HashLength + 3 || !line[..HashLength].All(char.IsAsciiHexDigit) || line[HashLength] != ' ' || line[HashLength + 1] is not (' ' or '*'))
            return "expected a SHA-256 of 64 hexadecimal digits, two spaces and a file name. Write the list with: sha256sum FILES > SHA256SUMS.";
        var name = line[(HashLength + 2)..];
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        var hash = line[..HashLength].ToLowerInvariant();
        return sums.TryAdd(name, hash) || sums[name] == hash ? null : $"an earlier line has another hash for {name}. Remove the wrong line.";
    }
}
