namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The files that were verified before.</summary>
internal interface IFileLedger
{
    /// <summary>The entry of a slot, or null.</summary>
    LedgerEntry? Find(string slot);

    /// <summary>The entries of all slots, in the order of slots.</summary>
    IReadOnlyList<LedgerEntry> List();

    Task PutAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken);
}

/// <param name="ModifiedTicks">UTC ticks of the last write; 0 for a file that another instance has read.</param>
/// <param name="Sha256">Lower-case hexadecimal; of a file that was withdrawn, what its damaged bytes hash to.</param>
internal sealed record LedgerEntry(string Slot, string Name, long Length, long ModifiedTicks, string Sha256, long Revision, bool IsWithdrawn = false);
