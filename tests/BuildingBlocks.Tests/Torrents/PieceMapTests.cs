using SpotifyPlatform.SampleData.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

public sealed class PieceMapTests
{
    private const int PieceLength = 16_384;

    [Theory]
    [InlineData(TorrentVersions.V1)]
    [InlineData(TorrentVersions.V2)]
    [InlineData(TorrentVersions.Hybrid)]
    public void Segments_OfRandomFiles_CoverEachByteOnce(TorrentVersions versions)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var torrent = TorrentReader.Read(TorrentWriter.Write(
                versions, "set", PieceLength, [.. Enumerable.Range(0, 12).Select(i => TorrentContent.Of($"{i:D2}", new byte[random.Next(4) * random.Next(PieceLength)]))]));
            var map = new PieceMap(torrent);
            var covered = torrent.Files.ToDictionary(file => file.Index, _ => 0L);

            for (var piece = 0; piece < torrent.PieceCount; piece++)
            {
                var segments = map.SegmentsOf(piece).ToList();
                Assert.All(segments, segment =>
                {
                    Assert.Equal(covered[segment.File.Index], segment.Offset);
                    covered[segment.File.Index] += segment.Length;
                    Assert.Equal(piece, (int)((segment.File.Offset + segment.Offset) / PieceLength));
                    var (first, last) = map.PiecesOf(segment.File.Index)!.Value;
                    Assert.InRange(piece, first, last);
                });
                Assert.Equal(versions != TorrentVersions.V2 ? torrent.LengthOf(piece) : segments.Sum(segment => segment.Length), segments.Sum(segment => segment.Length));
            }

            Assert.All(torrent.Files, file => Assert.Equal(file.Length, covered[file.Index]));
        }
    }

    [Fact]
    public void PiecesOf_FileWithoutBytes_IsNone() =>
        Assert.Null(new PieceMap(TorrentReader.Read(TorrentWriter.Write(TorrentVersions.V1, "set", PieceLength, [TorrentContent.Of("a", []), TorrentContent.Of("b", [1])]))).PiecesOf(0));

    [Fact]
    public void Bits_AsAnEngineWritesThem_AreRead()
    {
        var bits = PieceBits.From(Convert.FromBase64String("78A="), 10)!;

        Assert.Equal([3], Enumerable.Range(0, 10).Where(piece => !bits[piece]));
        Assert.Equal((9, false, true, false), (bits.SetCount, bits.IsComplete, bits.HasAll(4, 9), bits.HasAll(0, 4)));
        bits[3] = true;
        Assert.Equal("/8A=", Convert.ToBase64String(bits.ToArray()));
        Assert.Null(PieceBits.From([0xFF, 0xFF], 10));
        Assert.Null(PieceBits.From([0xFF], 10));
    }
}
