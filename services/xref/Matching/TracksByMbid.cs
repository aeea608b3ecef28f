using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>
/// Derives the table of tracks by MBID from tracks and recordings, by the same join as the matches, which costs less than to find the popularity
/// of each matched track.
/// </summary>
internal sealed class TracksByMbid(TableStore store) : JoinedTable(store)
{
    public override string Name => TracksByMbidTable.Name;

    protected override int KeyBytes => TracksByMbidTable.KeyBytes;

    protected override int MappingVersion => 2;

    protected override void Write(IsrcJoin join, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var key = new byte[TracksByMbidTable.KeyBytes];
        var value = new byte[TracksByMbidTable.ValueBytes];
        join.Run(
            (track, mbid, merged) =>
            {
                if (mbid.IsEmpty)
                    return;
                track.Track.CopyTo(key.AsSpan(Mbid.ByteLength));
                TracksByMbidTable.WriteValue(value, track.Popularity, mbid);
                Add(mbid);
                for (; !merged.IsEmpty; merged = merged[Mbid.ByteLength..])
                    Add(merged);
            },
            rows,
            cancellationToken);

        void Add(ReadOnlySpan<byte> mbid)
        {
            mbid[..Mbid.ByteLength].CopyTo(key);
            writer.Add(key, value);
        }
    }
}
