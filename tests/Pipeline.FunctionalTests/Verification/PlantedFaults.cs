using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Verification;

/// <summary>Faults that a pipeline could make: rows that are well-formed and wrong.</summary>
internal static class PlantedFaults
{
    private const int PairBothAt = sizeof(int) + TrackId.KeyLength;

    /// <summary>What is wrong, in which table, and the change of its rows.</summary>
    public static IReadOnlyList<(string What, string Table, Change Change)> All { get; } =
    [
        .. new[] { "tracks", "artists", "albums", "features", "track-numbers", "tracks-by-isrc", "baskets", "pairs", "matches", "recordings", "tracks-by-mbid", "analysis-00" }
            .Select(table => ("a row missing", table, (Change)Remove)),
        .. new[] { "features", "baskets", "pairs", "matches", "recordings", "tracks-by-mbid", "analysis-0-a" }.Select(table => ("a row more", table, (Change)Repeat)),
        ("a popularity", "tracks", Value(value => value[TrackTable.IsrcBytes] ^= 1)),
        ("a length", "tracks", Value(value => value[TrackTable.TextAt - 8] ^= 1)),
        ("a name", "tracks", rows => Message(rows, TrackTable.TextAt, bytes => TrackText.Parser.ParseFrom(bytes), text => text.Name += "!")),
        ("an artist of a track", "tracks", rows => Message(rows, TrackTable.TextAt, bytes => TrackText.Parser.ParseFrom(bytes), text => text.Artists.Clear(), text => text.Artists.Count > 0)),
        ("followers", "artists", rows => Message(rows, 0, bytes => ArtistText.Parser.ParseFrom(bytes), text => text.Followers++)),
        ("a label", "albums", rows => Message(rows, 0, bytes => AlbumText.Parser.ParseFrom(bytes), text => text.Label += "!")),
        ("a tempo", "features", Value(value => FeatureTable.Write(value, FeatureTable.Read(value) is var features ? features with { Tempo = (features.Tempo ?? 90) + 1 } : features))),
        ("a popularity", "track-numbers", Value(value => value[^1] ^= 1)),
        ("a popularity", "baskets", Value(value => value[^1] ^= 1)),
        ("playlists of a pair, off by one,", "pairs", Value(value => Add(value, PairBothAt, 1))),
        ("playlists of a track, off by one,", "pairs", Value(value => Add(value, 0, -1))),
        ("playlists of the other track, off by one,", "pairs", Value(value => Add(value, PairBothAt + sizeof(int), 1))),
        ("the other track of a pair", "pairs", Value(value => value[PairBothAt - 1] ^= 1)),
        ("an MBID", "matches", rows => rows.First(row => row.Value[^1] != 0).Value[20] ^= 1),
        ("an MBID", "recordings", Value(value => value[0] ^= 1)),
        ("a length", "recordings", Value(value => value[Mbid.ByteLength] ^= 1)),
        ("an MBID that was never merged", "recordings", rows => rows[rows.Count / 3] = (rows[rows.Count / 3].Key, [.. rows[rows.Count / 3].Value, .. new byte[Mbid.ByteLength]])),
        ("the recording", "tracks-by-mbid", Value(value => value[^1] ^= 1)),
        ("a number of a section", "analysis-0-a", rows => Text(rows, "\"section_index\":0,\"start\":", "\"section_index\":0,\"start\":1")),
    ];

    internal delegate void Change(List<(byte[] Key, byte[] Value)> rows);

    private static void Remove(List<(byte[] Key, byte[] Value)> rows) => rows.RemoveAt(rows.Count / 3);

    /// <summary>A second row with the next key.</summary>
    private static void Repeat(List<(byte[] Key, byte[] Value)> rows)
    {
        var (key, value) = rows[rows.Count / 3];
        var next = key.ToArray();
        next[^1] ^= 1;
        rows.Insert(rows.Count / 3 + (next[^1] > key[^1] ? 1 : 0), (next, value));
    }

    private static Change Value(Action<byte[]> change) => rows => change(rows[rows.Count / 3].Value);

    private static void Message<T>(List<(byte[] Key, byte[] Value)> rows, int at, Func<byte[], T> parse, Action<T> change, Func<T, bool>? suits = null)
        where T : IMessage
    {
        var row = Enumerable.Range(rows.Count / 3, rows.Count).First(i => suits is null || suits(parse(rows[i].Value[at..])));
        var message = parse(rows[row].Value[at..]);
        change(message);
        rows[row] = (rows[row].Key, [.. rows[row].Value[..at], .. message.ToByteArray()]);
    }

    private static void Text(List<(byte[] Key, byte[] Value)> rows, string text, string other)
    {
        var row = Enumerable.Range(rows.Count / 3, rows.Count).First(i => Encoding.UTF8.GetString(rows[i].Value).Contains(text, StringComparison.Ordinal));
        rows[row] = (rows[row].Key, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(rows[row].Value).Replace(text, other, StringComparison.Ordinal)));
    }

    private static void Add(byte[] value, int at, int number) =>
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(at), BinaryPrimitives.ReadInt32LittleEndian(value.AsSpan(at)) + number);
}
