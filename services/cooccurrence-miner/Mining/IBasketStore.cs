using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The baskets of playlists files, stored batch by batch in any order. A file is "coming" until its end is announced, then "current", then
/// "superseded" by the next announced file of no lower revision, so late or repeated batches and ends of older files change nothing. A
/// file that is changed back has a higher revision and comes anew.
/// </summary>
internal interface IBasketStore
{
    /// <summary>Stores a batch. A repeated batch, or one of a superseded file, changes nothing.</summary>
    Task AddAsync(string fileSha256, long revision, long batch, IReadOnlyList<Basket> baskets, CancellationToken cancellationToken);

    /// <summary>Makes a file the current one and records its number of batches.</summary>
    /// <returns>False for a superseded file, which stays superseded.</returns>
    Task<bool> AnnounceAsync(string fileSha256, long revision, long batches, CancellationToken cancellationToken);

    /// <summary>The current file, if all its batches are stored.</summary>
    string? FindComplete();

    /// <summary>The baskets of a complete file.</summary>
    IBasketSource Open(string fileSha256);

    /// <summary>The last finished run, whose pairs are in the pair store.</summary>
    MiningRun? LastRun();

    /// <summary>Records a finished run and deletes the baskets of superseded files.</summary>
    Task RecordAsync(MiningRun run, CancellationToken cancellationToken);
}

/// <summary>A finished run. Equal file and rules give equal pairs.</summary>
/// <param name="FileSha256">Of the playlists file, lower-case hexadecimal.</param>
/// <param name="Rules">See <see cref="MiningRules.Text"/>.</param>
/// <param name="Playlists">Kept playlists: N in every measure.</param>
/// <param name="Tracks">Tracks that can be in a pair.</param>
/// <param name="Pairs">Stored pairs.</param>
internal sealed record MiningRun(string FileSha256, string Rules, long Playlists, long Tracks, long Pairs);
