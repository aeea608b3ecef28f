using System.Globalization;
using System.Text;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>
/// File names in the folder of an index. The manifest names the current generation: a base file (none for generation 0) and a tail. A merge
/// writes the files of the next generation completely and then replaces the manifest by rename, so a crash leaves one generation or the other.
/// </summary>
internal sealed class IndexFolder(string path)
{
    private const string Format = "spotifyplatform vectors 1 generation ";

    /// <summary>Upper bound of the length of a manifest.</summary>
    private const int MaxManifest = 200;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string WriteLock => At("write.lock");

    public string MergeLock => At("merge.lock");

    private string Manifest => At("manifest");

    public string Base(int generation) => At($"base-{generation}");

    public string Tail(int generation) => At($"tail-{generation}");

    /// <summary>The current generation; 0 in a new folder.</summary>
    /// <exception cref="InvalidDataException">The manifest is corrupt.</exception>
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
            throw Corruption.In(Manifest, $"it does not have the form '{Format}N'");
        return generation;
    }

    /// <summary>Makes a generation current. Its files must be complete and synced.</summary>
    public void WriteGeneration(int generation) => StagedFile.WriteAll(Manifest, Encoding.ASCII.GetBytes($"{Format}{generation}\n"));

    /// <summary>Deletes the files of other generations and of crashed merges. The caller holds the merge lock.</summary>
    public void RemoveOthers(int generation)
    {
        string[] keep = [$"base-{generation}", $"tail-{generation}"];
        foreach (var file in Directory.EnumerateFiles(Path))
        {
            // A writer may be creating the tail under its temporary name.
            var name = System.IO.Path.GetFileName(file).TrimStart('.').Replace(StagedFile.Suffix, "", StringComparison.Ordinal);
            if ((name.StartsWith("base-", StringComparison.Ordinal) || name.StartsWith("tail-", StringComparison.Ordinal)) && !keep.Contains(name))
                File.Delete(file);
        }
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
