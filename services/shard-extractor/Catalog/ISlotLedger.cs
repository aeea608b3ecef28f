namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The newest content of each slot of the data sets.</summary>
internal interface ISlotLedger
{
    /// <summary>
    /// Records the content of a slot. A file that is changed back is extracted again: what an earlier revision of these bytes was
    /// extracted to may be replaced by now.
    /// </summary>
    /// <param name="sha256">Lower-case hexadecimal.</param>
    /// <returns>False when a newer revision is recorded.</returns>
    Task<bool> TryAdvanceAsync(string dataSet, string slot, long revision, string sha256, CancellationToken cancellationToken);
}
