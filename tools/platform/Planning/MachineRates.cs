namespace SpotifyPlatform.Platform.Planning;

/// <summary>What this machine takes for the work of the pipeline, measured.</summary>
/// <param name="StartSeconds">Of a run with hardly anything to do, by the clock.</param>
/// <param name="TrackSeconds">Processor time for a track of the catalogue: all tables that are made of it, match and vector.</param>
/// <param name="ShardByteSeconds">Processor time for a compressed byte of a shard: hashed, decompressed, scanned.</param>
/// <param name="AnalysedTrackSeconds">Processor time for an analysed track, beside that of its bytes: its rows and sections.</param>
/// <param name="EntrySeconds">Processor time for a track of a playlist: its basket.</param>
/// <param name="PairEventSeconds">Time of one thread for two tracks in one playlist: counted and ranked.</param>
/// <param name="BytesPerTrack">On disk, of all its tables; of <paramref name="BytesPerAnalysedTrack"/> and <paramref name="BytesPerEntry"/> likewise.</param>
/// <param name="BasketBytesPerEntry">Of the file that is mapped while pairs are counted.</param>
/// <param name="Utilisation">Processor time of the runs, by that of all cores, 0 to 1.</param>
/// <param name="ProcessBytes">Memory of the process after a run with hardly anything to do.</param>
internal sealed record MachineRates(
    int Cores, double StartSeconds, double TrackSeconds, double ShardByteSeconds, double AnalysedTrackSeconds, double EntrySeconds, double PairEventSeconds, double DecompressBytesPerSecond,
    double BytesPerTrack, double BytesPerAnalysedTrack, double BytesPerEntry, double BasketBytesPerEntry, double Utilisation, long ProcessBytes);
