using System.Globalization;
using System.Text;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>
/// The names in an index's folder. The manifest says which generation holds: its base file (none for generation 0) and its tail.
/// A merge writes the next generation's files whole and then the manifest, by rename: a crash leaves the one or the other.
/// </summary>
internal sealed class IndexFolder(string path)
{
    private const string Format = "spotifyplatform vectors 1 generation ";

    /// <summary>A manifest is shorter.</summary>
    private const int MaxManifest = 200;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string WriteLock => At("write.lock");

    public string MergeLock => At("merge.lock");

    private string Manifest => At("manifest");

    public string Base(int generation) => At($"base-{generation}");

    public string Tail(int generation) => At($"tail-{generation}");

    /// <summary>Which generation holds; 0 in a folder that has none yet.</summary>
    /// <exception cref="InvalidDataException">The manifest is damaged.</exception>
    public int ReadGeneration()
    {
        Span<byte> bytes = stackalloc byte[MaxManifest];
        int length;
        try
        {
            using var handle = File.OpenHandle(Manifest, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = RandomAccess.Read(handle, bytes, 0);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }

        var text = Encoding.ASCII.GetString(bytes[..length]);
        if (!text.StartsWith(Format, StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(Format.Length).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            || generation <= 0)
            throw Damage.In(Manifest, $"it does not say '{Format}N'");
        return generation;
    }

    /// <summary>Makes a generation, whose files are whole and synced, the one that holds.</summary>
    public void WriteGeneration(int generation) => StagedFile.WriteAll(Manifest, Encoding.ASCII.GetBytes($"{Format}{generation}\n"));

    /// <summary>Removes what other generations and dead merges left. The caller holds the merge lock.</summary>
    public void RemoveOthers(int generation)
    {
        string[] keep = [$"base-{generation}", $"tail-{generation}"];
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            // A writer may be at the tail's beginning under its temporary name.
            var name = System.IO.Path.GetFileName(file).TrimStart('.').Replace(StagedFile.Suffix, "", StringComparison.Ordinal);
            if ((name.StartsWith("base-", StringComparison.Ordinal) || name.StartsWith("tail-", StringComparison.Ordinal)) && !keep.Contains(name))
                File.Delete(file);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
