using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.Playlists;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Writes <c>spotify_clean_playlists.sqlite3</c>.</summary>
internal sealed class PlaylistsFile(SampleWorld world, PlaylistFactory playlists)
{
    public const string Name = "spotify_clean_playlists.sqlite3";
    private const long Fetched = 1_741_824_000_000; // 2025-03-13, Unix milliseconds

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        using var file = new SqliteFile(Path.Combine(folder, Name));
        file.Execute(PlaylistsSchema.Tables);
        var (lists, images, tracks) = (file.Rows("playlists", 13), file.Rows("playlist_images", 4), file.Rows("playlist_tracks", 15));
        for (var index = 0; index < world.Options.Playlists; index++)
        {
            var playlist = playlists.Create(index);
            AddList(lists, playlist);
            images.Add(index + 1).Null().Null().Add($"https://i.scdn.co/image/ab67706f00000002{playlist.Id}").Write();
            for (var position = 0; position < playlist.Rows.Count; position++)
                AddRow(tracks, playlist, position);
            progress.Tick(world.Options.Playlists);
        }

        file.Finish(PlaylistsSchema.Indexes);
        return file.Counts(Name);
    }

    private void AddList(RowWriter rows, Playlist list)
    {
        var rng = world.RngFor(RngStream.PlaylistContent, ~(long)list.Index);
        Span<byte> snapshot = stackalloc byte[24];
        for (var i = 0; i < snapshot.Length; i++)
            snapshot[i] = (byte)rng.Next();
        rows.Add(list.Index + 1).Add(list.Id).Add(Convert.ToBase64String(snapshot)).Add(Fetched).Add(list.Name).Add(list.Description)
            .Add(list.Collaborative).Add(true).Add(rng.Chance(0.3) ? "#FFFFFF" : null).Add(list.OwnerId).Add(list.OwnerName)
            .Add(list.Followers).Add(list.Rows.Count).Write();
    }

    private void AddRow(RowWriter rows, Playlist list, int position)
    {
        var row = list.Rows[position];
        rows.Add(list.Index + 1).Add(position).Add(row.Kind == PlaylistRowKind.Episode)
            .AddOptional(row.Kind == PlaylistRowKind.Track ? row.Track + 1 : null)
            .Add(row.Kind is PlaylistRowKind.Episode or PlaylistRowKind.Unknown ? ForeignId(list.Index, position) : null)
            .Add(list.AddedAtMs ? row.AddedAt * 1000 : row.AddedAt)
            .Add(row.AddedAt == 0 ? "" : list.OwnerId).Null().Null().Add(row.Kind == PlaylistRowKind.Local);
        if (row.Kind == PlaylistRowKind.Local)
            rows.Add("Tape 4, side B").Add("spotify:local:Basement+Tapes::Tape+4%2C+side+B:214").Add("").Add("Basement Tapes").Add(214_000);
        else
            rows.Null().Null().Null().Null().Null();
        rows.Write();
    }

    private string ForeignId(int playlist, int position)
    {
        var rng = world.RngFor(RngStream.Ids, -1 - ((long)playlist * 10_000 + position));
        return new TrackId(rng.Wide()).ToString();
    }
}
