namespace SpotifyPlatform.SampleData.Listening;

/// <summary>One row of a person's history.</summary>
/// <param name="Ts">End of play, Unix seconds UTC.</param>
/// <param name="MsPlayed">Milliseconds.</param>
/// <param name="Track">Index of the track, or -1 for an episode.</param>
/// <param name="OfflineTimestamp">Start of play as exports write it: milliseconds until 2022, then seconds; also 0, null and invalid values.</param>
internal sealed record Play(
    long Ts,
    string Platform,
    int MsPlayed,
    int Track,
    string? Episode,
    string ReasonStart,
    string ReasonEnd,
    bool Shuffle,
    bool? Skipped,
    bool Offline,
    long? OfflineTimestamp,
    bool Incognito);
