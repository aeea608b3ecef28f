namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>A file of the data set as it stands in the folder.</summary>
/// <param name="Name">Relative to the folder, with forward slashes.</param>
/// <param name="ModifiedTicks">UTC ticks of the last write.</param>
internal sealed record FoundFile(string Name, string Path, ContentKind Kind, long Length, long ModifiedTicks);

/// <summary>A file whose bytes are known.</summary>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Revision">How often the content under this name has changed, from 0: a file that is changed back is new work again.</param>
internal sealed record VerifiedFile(FoundFile File, string Sha256, int Revision);

/// <summary>A file that is not taken, and why.</summary>
/// <param name="Reason">A sentence with the remedy.</param>
public sealed record RefusedFile(string Name, string Reason);
