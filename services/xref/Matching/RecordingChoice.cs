using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Chooses among the recordings that share a track's ISRC.</summary>
internal static class RecordingChoice
{
    /// <summary>
    /// The recording whose length is nearest to the track's, because versions of a song differ in length. An unknown length is farther than
    /// any other; among equals the lowest id, MusicBrainz's oldest entry, is taken.
    /// </summary>
    public static Recording? Nearest(IEnumerable<Recording> recordings, long? durationMs) =>
        recordings.MinBy(recording => (Distance(recording, durationMs), recording.Id));

    private static long Distance(Recording recording, long? durationMs) =>
        recording.LengthMs is { } length && durationMs is { } duration ? Math.Abs(length - duration) : long.MaxValue;
}
