using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// The baskets of playlists files, stored batch by batch in any order. A file is "coming" until its end is announced, then "current", then
/// "superseded" by the next announced file of no lower revision, so late or repeated batches and ends of older files change nothing. A
/// file that is changed back has a higher revision and comes anew.
/// </summary>
internal interface IBasketStore
{
    /// <summary>Stores a batch.</summary>
    /// <returns>False for a repeated batch and for one of a superseded file, which change nothing.</returns>
    Task<bool> AddAsync(string fileSha256, long revision, long batch, IReadOnlyList<Basket> baskets, CancellationToken cancellationToken);

    /// <summary>Makes a file the current one and records its number of batches.</summary>
    /// <returns>False for a superseded file, which stays superseded.</returns>
    Task<bool> AnnounceAsync(string fileSha256, long revision, long batches, CancellationToken cancellationToken);

    /// <summary>The current file, if all its batches are stored.</summary>
    CompleteFile? FindComplete();

    /// <summary>The baskets of a complete file.</summary>
    IBasketSource Open(string fileSha256);

    /// <summary>Deletes the baskets of superseded files.</summary>
    Task RemoveSupersededAsync(CancellationToken cancellationToken);
}

/// <param name="Sha256">Of the playlists file, lower-case hexadecimal.</param>
/// <param name="Revision">The highest that it was announced or sent with.</param>
internal sealed record CompleteFile(string Sha256, long Revision);
