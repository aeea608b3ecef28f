using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Compares baskets with the playlists that they are made of.</summary>
internal sealed class BasketCheck(SourcePlaylists source, Table baskets, VerifyScope scope, IProgress<string> progress)
{
    private const string TooLong = "playlist_too_long";
    private static readonly string[] LeftOut = [TooLong, "playlist_id_invalid", "playlist_empty", TableWriter.Replaced];

    private readonly int maxTracks = int.Parse(baskets.Manifest.Plan.Rules["max_basket_tracks"], System.Globalization.CultureInfo.InvariantCulture);
    private readonly SourceCheck check = new(BasketTable.Name);
    private (long Baskets, long Entries, long TooLong) counted;

    public SourceCheck Run(CancellationToken cancellationToken)
    {
        var manifest = baskets.Manifest;
        check.Total = source.Count;
        check.Same(check.Name, "playlists of the source, less those left out,", check.Total - LeftOut.Sum(reason => manifest.LeftOut.GetValueOrDefault(reason)), manifest.Rows);
        if (!scope.Full)
        {
            foreach (var row in scope.Choose(source.FirstRow, source.LastRow, scope.FewerRows))
                if (source.Next(row) is { } there)
                    foreach (var playlist in source.Read(there, there))
                        Compare(playlist);
            return check;
        }

        foreach (var playlist in source.Read(source.FirstRow, source.LastRow))
        {
            if (check.Compared % 1024 == 0)
                progress.Report($"{check.Name}: {check.Compared:N0} of {check.Total:N0} playlists");
            cancellationToken.ThrowIfCancellationRequested();
            Compare(playlist);
        }

        check.Compared = check.Total;
        check.Same(check.Name, "playlists with tracks", counted.Baskets, manifest.Rows);
        check.Same(check.Name, "tracks of all playlists", counted.Entries, manifest.Counts.GetValueOrDefault(BasketTable.Entries));
        check.Same(check.Name, "playlists that are too long", counted.TooLong, manifest.LeftOut.GetValueOrDefault(TooLong));
        return check;
    }

    private void Compare(SourcePlaylist playlist)
    {
        check.Compared++;
        var subject = $"playlist {playlist.Id} (row {playlist.Row})";
        var tooLong = playlist.Tracks.Length > maxTracks;
        var kept = playlist.Tracks.Length > 0 && !tooLong;
        var found = baskets.TryFind(playlist.Id.ToKey(), value => Read(value), out var tracks);
        counted = (counted.Baskets + (kept ? 1 : 0), counted.Entries + (kept ? playlist.Tracks.Length : 0), counted.TooLong + (tooLong ? 1 : 0));
        if (found != kept)
            check.Differ(subject, "the row", kept ? "in the table" : "left out", found ? "in the table" : "missing");
        else if (found && !tracks!.SequenceEqual(playlist.Tracks.Zip(playlist.Popularities)))
            check.Differ(subject, "tracks and popularities", Difference(playlist.Tracks.Zip(playlist.Popularities), tracks!), Difference(tracks!, playlist.Tracks.Zip(playlist.Popularities)));
    }

    private static (TrackId, byte)[] Read(ReadOnlySpan<byte> value)
    {
        var ids = BasketTable.TrackIds(value);
        var popularities = BasketTable.Popularities(value);
        var tracks = new (TrackId, byte)[popularities.Length];
        for (var i = 0; i < tracks.Length; i++)
            tracks[i] = (TrackId.FromKey(ids.Slice(i * TrackId.KeyLength, TrackId.KeyLength)), popularities[i]);
        return tracks;
    }

    /// <summary>The first track that one has and the other has not.</summary>
    private static string Difference(IEnumerable<(TrackId Id, byte Popularity)> these, IEnumerable<(TrackId Id, byte Popularity)> others) =>
        these.Except(others).Select(track => $"{track.Id} ({track.Popularity})").FirstOrDefault("none of the others");
}
