using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>A verified dump.</summary>
/// <param name="Name">Its name in the data set, whose extension gives the compression.</param>
internal sealed record AnnouncedDump(string Name, ArtifactReference Artifact);

/// <summary>A dump file on this machine.</summary>
/// <param name="Name">Its name in the data set, whose extension gives the compression.</param>
/// <param name="Sha256">The announced hash, lower-case hexadecimal.</param>
internal sealed record DumpFile(string Name, string Path, string Sha256);

/// <summary>The metadata of a dump.</summary>
/// <param name="Schema">From its member SCHEMA_SEQUENCE.</param>
/// <param name="Timestamp">From its member TIMESTAMP, such as <c>2026-05-20 00:12:33.1+00</c>, which sorts by time; empty when there is none.</param>
internal sealed record DumpHeader(string Name, string Sha256, int Schema, string Timestamp)
{
    /// <summary>
    /// Whether this dump replaces another. Events of one file name arrive in order, so a later one is the file's newer content. Between
    /// files the newer dump wins, because they may arrive in any order and repeatedly.
    /// </summary>
    public bool Supersedes(DumpHeader other)
    {
        if (Name == other.Name)
            return true;
        var newer = string.CompareOrdinal(Timestamp, other.Timestamp);
        return newer > 0 || (newer == 0 && string.CompareOrdinal(Sha256, other.Sha256) > 0);
    }
}

/// <summary>A recording that has an ISRC.</summary>
/// <param name="Id">MusicBrainz's row id, from 1.</param>
/// <param name="LengthMs">Milliseconds; null when unknown.</param>
internal sealed record Recording(int Id, Mbid Mbid, int? LengthMs);

/// <summary>A dump cannot be loaded, and a retry would not help.</summary>
/// <param name="reason">One of a bounded set.</param>
/// <param name="detail">A sentence for the operator.</param>
internal sealed class DumpRefusedException(string reason, string detail, Exception? cause = null) : Exception(detail, cause)
{
    public string Reason { get; } = reason;
}
