using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The baskets of playlists files, batch by batch in any order. A file is first coming, then current once its end is announced,
/// then superseded by the next one announced, and never comes back: what is stored does not depend on how often and how late
/// the batches of an older file come again.
/// </summary>
internal interface IBasketStore
{
    /// <summary>Keeps a batch of a file; one that is there, or of a superseded file, changes nothing.</summary>
    Task AddAsync(string fileSha256, long batch, IReadOnlyList<Basket> baskets, CancellationToken cancellationToken);

    /// <summary>Makes a file the current one and says of how many batches it consists.</summary>
    /// <returns>False for a superseded file, which stays so.</returns>
    Task<bool> AnnounceAsync(string fileSha256, long batches, CancellationToken cancellationToken);

    /// <summary>The current file once all its batches are there.</summary>
    string? FindComplete();

    /// <summary>The baskets of a file of which all batches are there.</summary>
    IBasketSource Open(string fileSha256);

    /// <summary>The run whose pairs are in the pair store.</summary>
    MiningRun? LastRun();

    /// <summary>Remembers a run and lets go of the baskets of superseded files.</summary>
    Task RecordAsync(MiningRun run, CancellationToken cancellationToken);
}

/// <summary>A finished run: the same file under the same rules gives the same pairs.</summary>
/// <param name="FileSha256">Of the playlists file, lower-case hexadecimal.</param>
/// <param name="Rules">See <see cref="MiningRules.Text"/>.</param>
/// <param name="Playlists">Kept: the N of every measure.</param>
/// <param name="Tracks">Tracks that could be in a pair.</param>
/// <param name="Pairs">Stored.</param>
internal sealed record MiningRun(string FileSha256, string Rules, long Playlists, long Tracks, long Pairs);
