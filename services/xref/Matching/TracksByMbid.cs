using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>
/// Keeps the table of tracks by MBID what tracks and recordings make of it: the same join as that of the matches, which costs less than to find
/// the popularity of each matched track.
/// </summary>
internal sealed class TracksByMbid(TableStore store) : JoinedTable(store)
{
    public override string Name => TracksByMbidTable.Name;

    protected override int KeyBytes => TracksByMbidTable.KeyBytes;

    protected override int MappingVersion => 1;

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
                value[0] = track.Popularity;
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
