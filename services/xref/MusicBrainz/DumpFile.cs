using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>A dump file on this machine.</summary>
/// <param name="Name">Its name in the data set, whose extension gives the compression.</param>
internal sealed record DumpFile(string Name, string Path);

/// <summary>The metadata of a dump.</summary>
/// <param name="Schema">From its member SCHEMA_SEQUENCE.</param>
/// <param name="Timestamp">From its member TIMESTAMP, such as <c>2026-05-20 00:12:33.1+00</c>, as it is written; empty when there is none.</param>
internal sealed record DumpHeader(int Schema, string Timestamp);

/// <summary>A recording that has an ISRC.</summary>
/// <param name="Id">MusicBrainz's row id, from 1.</param>
/// <param name="LengthMs">Milliseconds; 0 when unknown.</param>
internal readonly record struct Recording(int Id, Mbid Mbid, int LengthMs);
