using System.Diagnostics.CodeAnalysis;

namespace SpotifyPlatform.Music;

/// <summary>
/// The two base62 characters that the track ids of an audio-analysis shard begin with, <c>00</c> to <c>7N</c> (484 shards).
/// Shard names may differ by case alone (<c>0a</c>, <c>0A</c>), so derived file names use <see cref="FileStem"/>.
/// </summary>
public readonly record struct ShardId
{
    private const string Suffix = ".jsonl.zst";
    private readonly string? prefix;

    private ShardId(string prefix) => this.prefix = prefix;

    /// <summary>The two characters of the source's file name.</summary>
    public string Prefix => prefix ?? throw new InvalidOperationException("This shard id was never parsed.");

    /// <summary>The source's file name, <c>XX.jsonl.zst</c>.</summary>
    public string FileName => Prefix + Suffix;

    /// <summary>
    /// A stem for derived file names that differ even where the file system ignores case: an upper-case letter is
    /// preceded by <c>_</c>. <c>00</c> stays <c>00</c>, <c>0a</c> stays <c>0a</c>, <c>0A</c> becomes <c>0_A</c>.
    /// </summary>
    public string FileStem => string.Concat(Prefix.Select(c => char.IsAsciiLetterUpper(c) ? $"_{c}" : c.ToString()));

    /// <summary>Reads two base62 characters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ShardId shard)
    {
        var valid = text is { Length: 2 } && text.All(char.IsAsciiLetterOrDigit);
        shard = valid ? new ShardId(text!) : default;
        return valid;
    }

    /// <summary>Reads the shard of a path whose file name is <c>XX.jsonl.zst</c>.</summary>
    public static bool TryFromFile(string path, out ShardId shard)
    {
        var name = Path.GetFileName(path);
        shard = default;
        return name.EndsWith(Suffix, StringComparison.Ordinal) && TryParse(name[..^Suffix.Length], out shard);
    }

    /// <exception cref="FormatException">The text is not two base62 characters.</exception>
    public static ShardId Parse(string text) =>
        TryParse(text, out var shard) ? shard : throw new FormatException("Not a shard id, which has two characters of 0-9a-zA-Z.");

    /// <summary>Whether a track belongs to this shard.</summary>
    public bool Holds(TrackId track) => track.ToString().StartsWith(Prefix, StringComparison.Ordinal);

    public override string ToString() => prefix ?? "";
}
