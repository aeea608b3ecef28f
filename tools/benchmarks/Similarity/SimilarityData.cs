using System.Runtime.InteropServices;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>The rows of a run: as a file of floats for the peers, and as points with what a track carries.</summary>
internal sealed class SimilarityData(string folder, string shape, int rows)
{
    public const int Dimensions = 13;
    private const int Chunk = 100_000;
    private const int GenreNames = 600;

    public string Shape => shape;

    public int Rows => rows;

    /// <summary>Rows of 13 little-endian floats.</summary>
    public string VectorFile { get; } = Path.Combine(folder, $"{shape}-{rows}.f32");

    public string IndexFolder { get; } = Path.Combine(folder, $"{shape}-{rows}.index");

    public static TrackId Id(int row) => new(new UInt128((ulong)row * 0x9E3779B97F4A7C15, (ulong)row));

    public void WriteVectors()
    {
        if (File.Exists(VectorFile))
            return;
        using var stream = File.Create(VectorFile + ".partial");
        foreach (var chunk in Chunks())
            stream.Write(MemoryMarshal.AsBytes<float>(chunk.SelectMany(row => row).ToArray()));
        stream.Dispose();
        File.Move(VectorFile + ".partial", VectorFile);
    }

    public float[] ReadVectors()
    {
        var vectors = new float[(long)rows * Dimensions];
        using var stream = File.OpenRead(VectorFile);
        stream.ReadExactly(MemoryMarshal.AsBytes(vectors.AsSpan()));
        return vectors;
    }

    public VectorPoint Point(float[] vectors, int row)
    {
        var random = new Random(row);
        var id = Id(row);
        return new VectorPoint(
            id,
            vectors.AsSpan(row * Dimensions, Dimensions).ToArray(),
            new TrackDescription(
                id,
                $"A song of no. {row:D7}",
                $"Artist {random.Next(rows / 10 + 1):D6}",
                (int)Math.Round(vectors[row * Dimensions + 12] * 100),
                random.Next(40) == 0 ? null : 2025 - (int)Math.Min(70, -14 * Math.Log(1 - random.NextDouble())),
                Isrc.Parse($"QZ{(char)('A' + row % 26)}00{row % 10_000_000:D7}"),
                [.. Enumerable.Range(0, random.Next(4)).Select(_ => Genre(random)).Distinct().Order(StringComparer.Ordinal)])
            {
                Explicit = random.Next(8) == 0,
                ArtistIds = [.. Enumerable.Range(0, 1 + random.Next(8) / 7).Select(_ => new ArtistId((UInt128)random.Next(rows / 10 + 1)))],
            },
            random.Next(10) == 0 ? new Mbid(new Guid(row, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)) : null);
    }

    /// <summary>A few are common, most are rare.</summary>
    public static string Genre(int rank) => $"genre {rank:D3}";

    private static string Genre(Random random) => Genre((int)(GenreNames * Math.Pow(random.NextDouble(), 3)));

    private IEnumerable<float[][]> Chunks()
    {
        for (var first = 0; first < rows; first += Chunk)
        {
            var chunk = new float[Math.Min(Chunk, rows - first)][];
            Parallel.For(0, chunk.Length, i => chunk[i] = FeatureShapes.Row(shape, first + i));
            yield return chunk;
        }
    }
}
