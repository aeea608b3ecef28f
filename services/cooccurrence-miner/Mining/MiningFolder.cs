using SpotifyPlatform.CooccurrenceMiner.Counting;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Where basket files and range files stand: a folder that every worker reaches.</summary>
internal sealed class MiningFolder(string path)
{
    private const string RunPrefix = "run-";

    /// <summary>The basket file of a playlists file: rules that keep other playlists or tracks have another.</summary>
    public string Baskets(string fileSha256, MiningRules rules) => System.IO.Path.Combine(
        Directory.CreateDirectory(path).FullName,
        $"{fileSha256[..16]}-{rules.MinPlaylistTracks}-{rules.MaxPlaylistTracks}-{rules.MinPopularityExclusive}-{rules.MinPairCount}.baskets");

    public string Range(string run, RowRange range) => System.IO.Path.Combine(
        Directory.CreateDirectory(RunFolder(run)).FullName, $"{range.First:D10}-{range.End:D10}.pairs");

    /// <summary>Where a forecast's part of the rows stands for a moment.</summary>
    public string Sample(string fileSha256) => System.IO.Path.Combine(Directory.CreateDirectory(path).FullName, $"{fileSha256[..16]}.sample");

    /// <summary>Removes the basket files but one, and the ranges of every run but one.</summary>
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
