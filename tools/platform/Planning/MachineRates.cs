namespace SpotifyPlatform.Platform.Planning;

/// <summary>What this machine takes for the work of the pipeline, measured.</summary>
/// <param name="StartSeconds">Of a run that has nothing to do, by the clock.</param>
/// <param name="TrackSeconds">Processor time for a track of the catalogue: all tables that are made of it, match and vector.</param>
/// <param name="ShardByteSeconds">Processor time for a compressed byte of a shard: hashed, extracted, as rows and table.</param>
/// <param name="EntrySeconds">Processor time for a track of a playlist: its basket.</param>
/// <param name="PairEventSeconds">Time of one thread for two tracks in one playlist: counted and ranked.</param>
/// <param name="BytesPerTrack">On disk, of all its tables; of <paramref name="BytesPerShardByte"/> and <paramref name="BytesPerEntry"/> likewise.</param>
/// <param name="BasketBytesPerEntry">Of the file that is mapped while pairs are counted.</param>
/// <param name="Utilisation">Processor time of the runs, by that of all cores, 0 to 1.</param>
/// <param name="PeakBytes">Memory of the process at its greatest.</param>
internal sealed record MachineRates(
    int Cores, double StartSeconds, double TrackSeconds, double ShardByteSeconds, double EntrySeconds, double PairEventSeconds, double DecompressBytesPerSecond, double BytesPerTrack,
    double BytesPerShardByte, double BytesPerEntry, double BasketBytesPerEntry, double Utilisation, long PeakBytes);
