namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <param name="Id">The row id, unique and growing with the track that it belongs to.</param>
/// <param name="Gid">The MBID.</param>
/// <param name="LengthMs">Milliseconds, or null when nobody measured it.</param>
/// <param name="Credit">Row id of its artist credit.</param>
/// <param name="Isrcs">Well-formed codes; none for many recordings.</param>
internal sealed record Recording(int Id, Guid Gid, string Name, int Credit, int? LengthMs, string Comment, string[] Isrcs);

/// <summary>How a track should be matched.</summary>
/// <param name="Mbid">Null when there is no match.</param>
/// <param name="Method"><c>isrc_exact</c> or <c>no_match</c>.</param>
/// <param name="ByMetadata">The recording that title, artist and length would find although no ISRC does, or null.</param>
internal sealed record ExpectedMatch(Guid? Mbid, string Method, Guid? ByMetadata);
