namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The files that were verified before.</summary>
internal interface IFileLedger
{
    /// <summary>The entry of a slot, or null.</summary>
    LedgerEntry? Find(string slot);

    /// <summary>The entries of all slots, in the order of slots.</summary>
    IReadOnlyList<LedgerEntry> List();

    Task PutAsync(LedgerEntry entry, CancellationToken cancellationToken);
}

/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record LedgerEntry(string Slot, string Name, long Length, long ModifiedTicks, string Sha256, int Revision);
