using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>
/// Writes the tables of a dump excerpt with the columns of schema 31 (May 2026), which has no <c>isrc.source</c>.
/// </summary>
internal sealed class DumpTables(SampleWorld world, string folder) : IDisposable
{
    private const string Updated = "2026-05-20 09:15:27.413512+00";
    private readonly CopyText isrcs = Table(folder, "isrc");
    private readonly CopyText recordings = Table(folder, "recording");
    private readonly CopyText redirects = Table(folder, "recording_gid_redirect");
    private readonly CopyText credits = Table(folder, "artist_credit");
    private readonly CopyText creditNames = Table(folder, "artist_credit_name");
    private readonly CopyText artists = Table(folder, "artist");

    public static readonly string[] Names = ["isrc", "recording", "recording_gid_redirect", "artist_credit", "artist_credit_name", "artist"];

    public IReadOnlyDictionary<string, long> Write(StageReporter progress)
    {
        for (var artist = 0; artist < world.ArtistCount; artist++)
            if (world.IsInMusicBrainz(artist))
                AddArtist(world.Artist(artist));
        for (var root = 0; root < world.TrackCount; root++)
        {
            foreach (var recording in world.RecordingsOf(root))
                AddRecording(root, recording);
            progress.Tick(world.TrackCount);
        }

        return Names.Zip([isrcs, recordings, redirects, credits, creditNames, artists])
            .ToDictionary(table => $"mbdump.tar/{table.First}", table => table.Second.Count);
    }

    public void Dispose()
    {
        foreach (var table in (CopyText[])[isrcs, recordings, redirects, credits, creditNames, artists])
            table.Dispose();
    }

    private static CopyText Table(string folder, string name) => new(Path.Combine(folder, name));

    private void AddArtist(Artist artist)
    {
        var rng = world.RngFor(RngStream.ArtistDetails, ~(long)artist.Index);
        var id = artist.Index + 1;
        int? born = rng.Chance(0.6) ? rng.Between(1930, 2002) : null;
        var comment = rng.Below(10) == 0 ? $"{artist.Genre.Name} artist" : "";
        artists.Row(id, Recordings.Gid(ref rng), artist.Name, artist.Name, born, born is null ? null : rng.Between(1, 12), null, null, null, null,
            rng.Between(1, 2), null, null, comment, 0, Updated, false, null, null);
        credits.Row(id, artist.Name, 1, rng.Between(1, 40), Updated, 0, Recordings.Gid(ref rng));
        creditNames.Row(id, 0, id, artist.Name, "");
    }

    private void AddRecording(int root, Recording recording)
    {
        recordings.Row(recording.Id, recording.Gid, recording.Name, recording.Credit, recording.LengthMs, recording.Comment, 0,
            recording.LengthMs is null ? null : Updated, false);
        foreach (var isrc in recording.Isrcs)
            isrcs.Row(isrcs.Count + 1, recording.Id, isrc, 0, Updated);
        var rng = world.RngFor(RngStream.RecordingDetails, ~(long)recording.Id);
        if (rng.Chance(0.02))
            redirects.Row(Recordings.Gid(ref rng), recording.Id, Updated);
        // A shared credit is written with the first recording that refers to it.
        if (recording.Credit > world.ArtistCount && world.RecordingsOf(root)[0].Id == recording.Id)
            AddSharedCredit(world.Track(root), recording.Credit, ref rng);
    }

    private void AddSharedCredit(Track track, int credit, ref Rng rng)
    {
        var join = rng.Pick([" feat. ", " & ", " x "]);
        var credited = world.CreditedArtists(track);
        var names = credited.Select(index => world.Artist(index).Name).ToArray();
        var whole = names[0];
        for (var i = 0; i < names.Length; i++)
        {
            var phrase = i == names.Length - 1 ? "" : i == 0 ? join : " & ";
            creditNames.Row(credit, i, credited[i] + 1, names[i], phrase);
            whole += i + 1 < names.Length ? phrase + names[i + 1] : "";
        }

        credits.Row(credit, whole, names.Length, 1, Updated, 0, Recordings.Gid(ref rng));
    }
}
