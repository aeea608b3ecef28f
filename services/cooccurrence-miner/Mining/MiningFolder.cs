using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Paths of basket files, in a folder that every worker can access.</summary>
internal sealed class MiningFolder(string path)
{
    /// <summary>The basket file of a playlists file, named by the rules that select playlists and tracks.</summary>
    public string Baskets(string fileSha256, MiningRules rules) => System.IO.Path.Combine(
        Directory.CreateDirectory(path).FullName,
        $"{fileSha256[..16]}-{rules.MinPlaylistTracks}-{rules.MaxPlaylistTracks}-{rules.MinPopularityExclusive}-{rules.MinPairCount}.baskets");

    /// <summary>Deletes all files but one.</summary>
    public void Clear(string baskets)
    {
        foreach (var file in Directory.EnumerateFiles(System.IO.Path.GetFullPath(path)).Where(file => file != baskets))
            File.Delete(file);
    }
}
