namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <param name="Id">The row id, unique, ascending with the track index.</param>
/// <param name="Gid">The MBID.</param>
/// <param name="LengthMs">Milliseconds, or null when unknown.</param>
/// <param name="Credit">Row id of its artist credit.</param>
/// <param name="Isrcs">Well-formed codes; empty for many recordings.</param>
internal sealed record Recording(int Id, Guid Gid, string Name, int Credit, int? LengthMs, string Comment, string[] Isrcs);

/// <summary>The match that the platform must find for a track.</summary>
/// <param name="Mbid">Null if there is no match.</param>
/// <param name="Method"><c>isrc_exact</c> or <c>no_match</c>.</param>
/// <param name="ByMetadata">The recording with the same title, artist and length but without the ISRC, or null.</param>
internal sealed record ExpectedMatch(Guid? Mbid, string Method, Guid? ByMetadata);
