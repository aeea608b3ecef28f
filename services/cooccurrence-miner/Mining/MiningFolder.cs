using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Paths of basket files and range files, in a folder that every worker can access.</summary>
internal sealed class MiningFolder(string path)
{
    private const string RunPrefix = "run-";

    /// <summary>The basket file of a playlists file, named by the rules that select playlists and tracks.</summary>
    public string Baskets(string fileSha256, MiningRules rules) => System.IO.Path.Combine(
        Directory.CreateDirectory(path).FullName,
        $"{fileSha256[..16]}-{rules.MinPlaylistTracks}-{rules.MaxPlaylistTracks}-{rules.MinPopularityExclusive}-{rules.MinPairCount}.baskets");

    public string Range(string run, RowRange range) => System.IO.Path.Combine(
        Directory.CreateDirectory(RunFolder(run)).FullName, $"{range.First:D10}-{range.End:D10}.pairs");

    /// <summary>Temporary output of a forecast.</summary>
    public string Sample(string fileSha256) => System.IO.Path.Combine(Directory.CreateDirectory(path).FullName, $"{fileSha256[..16]}.sample");

    /// <summary>Deletes all basket files but one, and the range files of every run but one.</summary>
    public void Clear(string? baskets, string? run)
    {
        if (!Directory.Exists(path))
            return;
        foreach (var file in Directory.EnumerateFiles(path).Where(file => file != baskets))
            File.Delete(file);
        foreach (var folder in Directory.EnumerateDirectories(path, RunPrefix + "*").Where(folder => run is null || folder != RunFolder(run)))
            Directory.Delete(folder, recursive: true);
    }

    private string RunFolder(string run) => System.IO.Path.Combine(System.IO.Path.GetFullPath(path), RunPrefix + run[..16]);
}
