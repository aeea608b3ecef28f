using System.Globalization;
using System.Text;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Benchmarks.Verify;

/// <summary>
/// <c>torrent-memory</c>: memory and time for the metadata of data sets of 40 GB to 4 TB in 484 files: read, with a state of all pieces that is written and
/// read again. The hashes are invented, and no content is there.
/// </summary>
internal static class TorrentMemory
{
    private const int Files = 484;
    private const int PieceLength = 4 << 20;
    private static readonly long[] Lengths = [40_000_000_000, 400_000_000_000, 4_000_000_000_000];

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("torrent-memory-").FullName;
        try
        {
            foreach (var length in Lengths)
            {
                var path = Path.Combine(folder, $"{length}.torrent");
                Write(path, length);
                var measured = MeasuredProcess.Run(ChildProcess.Command("torrent-memory-child", path));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{length / 1e9,6:N0} GB, {new FileInfo(path).Length / 1e6,5:N1} MB of metadata: {measured.Output}, {measured.Wall:0.00} s, peak {measured.PeakBytes / 1e6:0} MB"));
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What <see cref="Run"/> starts.</summary>
    public static int RunChild(string path)
    {
        var torrent = TorrentReader.ReadFile(path);
        string PathOf(TorrentFile file) => Path.Combine(Path.GetDirectoryName(path)!, file.Path);
        var state = VerificationState.Load($"{path}.state", torrent, PathOf);
        for (var piece = 0; piece < torrent.PieceCount; piece++)
            state.Set(piece, isGood: true);
        state.Save();
        // Its files are not there, so that no piece counts.
        if (state.GoodPieces != torrent.PieceCount || VerificationState.Load($"{path}.state", torrent, PathOf).GoodPieces != 0)
            throw new InvalidDataException("The state is not what was set.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{torrent.Files.Count} files, {torrent.PieceCount:N0} pieces"));
        return 0;
    }

    private static void Write(string path, long length)
    {
        using var output = File.Create(path);
        void Text(string text) => output.Write(Encoding.ASCII.GetBytes(text));
        Text("d4:infod5:filesl");
        for (var file = 0; file < Files; file++)
            Text($"d6:lengthi{length / Files}e4:pathl{Encoding.ASCII.GetByteCount($"{file:000}.jsonl.zst")}:{file:000}.jsonl.zstee");
        var pieces = new byte[((length / Files * Files) + PieceLength - 1) / PieceLength * 20];
        new Random(1).NextBytes(pieces);
        Text($"e4:name3:set12:piece lengthi{PieceLength}e6:pieces{pieces.Length}:");
        output.Write(pieces);
        Text("ee");
    }
}
