using System.Text;

namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>
/// The names of a torrent are untrusted. What could leave the folder, hide, be an option of a command or a device is refused, not changed: a changed name is
/// another file for the engine.
/// </summary>
internal static class TorrentPaths
{
    private const int MaxNameBytes = 255;
    private const int MaxPathBytes = 4_000;
    private const int MaxParts = 15;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>A name of the torrent, a folder or a file.</summary>
    /// <exception cref="TorrentFormatException">It is refused.</exception>
    public static string Name(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxNameBytes)
            throw new TorrentFormatException($"A name of {bytes.Length} bytes; at most {MaxNameBytes} are taken.");
        string name;
        try
        {
            name = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new TorrentFormatException($"The name '{Printable(Encoding.Latin1.GetString(bytes))}' is not UTF-8.");
        }

        return Problem(name) is { } problem ? throw new TorrentFormatException($"The name '{Printable(name)}' {problem}.") : name;
    }

    /// <summary>Joins the parts of a file's path, the torrent's name first.</summary>
    /// <exception cref="TorrentFormatException">It is too deep or too long.</exception>
    public static string Join(List<string> parts)
    {
        if (parts.Count > MaxParts)
            throw new TorrentFormatException($"The path of a file has {parts.Count} parts; at most {MaxParts} are taken.");
        var path = string.Join('/', parts);
        return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : throw new TorrentFormatException($"A path of more than {MaxPathBytes} bytes.");
    }

    /// <summary>Refuses paths that are there twice, or are the folder of another one.</summary>
    /// <returns>Whether two paths differ by case alone.</returns>
    public static bool Check(IEnumerable<TorrentFile> files)
    {
        var paths = files.Where(file => !file.IsPadding).Select(file => file.Path).ToList();
        var known = new HashSet<string>(paths.Count, StringComparer.Ordinal);
        foreach (var path in paths)
            if (!known.Add(path))
                throw new TorrentFormatException($"The path '{Printable(path)}' is there twice.");
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
            for (var end = path.LastIndexOf('/'); end > 0 && folders.Add(path[..end]); end = path.LastIndexOf('/', end - 1))
                if (known.Contains(path[..end]))
                    throw new TorrentFormatException($"The path '{Printable(path[..end])}' is both a file and a folder.");
        return known.Concat(folders).ToHashSet(StringComparer.OrdinalIgnoreCase).Count < known.Count + folders.Count;
    }

    /// <summary>A name for messages: control characters and signs that change the direction of text are replaced.</summary>
    public static string Printable(string name) => string.Concat(name.Select(c => IsHidden(c) ? '?' : c));

    private static string? Problem(string name) => name switch
    {
        "" => "is empty",
        "." or ".." => "leads out of its folder",
        ['-' or '~', ..] => "begins with a sign that commands take for something else",
        [.., ' ' or '.'] => "ends with a sign that some file systems drop",
        _ when name.AsSpan().ContainsAny('/', '\\') => "has a slash or backslash",
        _ when name.Any(IsHidden) => "has control characters",
        _ when Devices.Contains(name.Split('.')[0].TrimEnd()) => "is a device of Windows",
        _ => null,
    };

    private static bool IsHidden(char c) => char.IsControl(c) || c is '\u200E' or '\u200F' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
