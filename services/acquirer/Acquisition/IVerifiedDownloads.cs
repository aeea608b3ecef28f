namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>What is known of files that are downloaded piece by piece: none is announced before all of its pieces hash.</summary>
internal interface IVerifiedDownloads
{
    /// <summary>The files that torrents bring, by name; null for one whose pieces do not all hash, as far as is known.</summary>
    IReadOnlyDictionary<string, VerifiedContent?> List();
}

/// <summary>A file as it was when all of its pieces hashed.</summary>
/// <param name="ModifiedTicks">UTC ticks of the last write.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record VerifiedContent(long Length, long ModifiedTicks, string Sha256)
{
    public bool IsOf(FoundFile file) => (file.Length, file.ModifiedTicks) == (Length, ModifiedTicks);
}
