namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The newest content of each slot of the data sets.</summary>
internal interface ISlotLedger
{
    /// <summary>Records that a slot has a content of this revision.</summary>
    /// <returns>False when a newer revision is recorded.</returns>
    Task<bool> TryAdvanceAsync(string dataSet, string slot, long revision, CancellationToken cancellationToken);
}
