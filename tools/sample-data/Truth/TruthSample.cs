using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>
/// The tracks whose expected answers are written: all of a small catalogue; of a large one some that the seed chooses, half of them among
/// the tracks that can have pairs, which are few.
/// </summary>
internal sealed class TruthSample
{
    private readonly SampleWorld world;
    private readonly double pairableShare;
    private readonly double otherShare;
    private readonly double seedShare;

    public TruthSample(SampleWorld world)
    {
        this.world = world;
        var pairable = 0L;
        for (var block = 0; block < world.Blocks.Count; block++)
            pairable += world.Blocks[block].CountFrom(TruePairs.PopularityAbove + 1);
        var (wanted, other) = (world.Options.TruthTracks, world.TrackCount - pairable);
        All = world.TrackCount <= wanted;
        AllPairs = world.TrackCount <= world.Options.TruthPairTracks;
        pairableShare = All ? 1 : Share(wanted / 2.0, pairable);
        otherShare = All ? 1 : Share(wanted - pairableShare * pairable, other);
        seedShare = Share(world.Options.TruthSeeds, pairableShare * pairable);
    }

    /// <summary>Whether it holds every track.</summary>
    public bool All { get; }

    /// <summary>Whether the pairs of every track are expected answers.</summary>
    public bool AllPairs { get; }

    public bool Holds(int track) => Draw(track) < (CanHavePairs(track) ? pairableShare : otherShare);

    /// <summary>Whether the pairs of a track are expected answers.</summary>
    public bool HoldsPairs(int track) => CanHavePairs(track) && (AllPairs || Draw(track) < pairableShare * seedShare);

    private bool CanHavePairs(int track) => world.PopularityOf(track) > TruePairs.PopularityAbove;

    private double Draw(int track) => world.RngFor(RngStream.TruthSample, track).Unit();

    private static double Share(double wanted, double all) => all <= 0 ? 0 : Math.Min(1, wanted / all);
}
