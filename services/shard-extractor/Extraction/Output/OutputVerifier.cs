using System.Globalization;
using System.Security.Cryptography;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>Compares output files with the ledger.</summary>
internal static class OutputVerifier
{
    public static IReadOnlyList<VerifyFinding> Verify(string folder, IReadOnlyList<ExtractionResult> entries, CancellationToken cancellation)
    {
        List<VerifyFinding> findings = [];
        foreach (var entry in entries)
        {
            foreach (var file in entry.Outputs)
            {
                cancellation.ThrowIfCancellationRequested();
                if (Problem(Path.Combine(folder, file.Path), file) is { } problem)
                    findings.Add(new VerifyFinding(entry.SourceFile, file.Path, problem));
            }
        }

        return findings;
    }

    private static string? Problem(string path, OutputFileEntry file)
    {
        if (!File.Exists(path))
            return "The file is missing.";
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1024 * 1024, FileOptions.SequentialScan);
        if (stream.Length != file.Length)
            return string.Create(CultureInfo.InvariantCulture, $"The file has {stream.Length} bytes, but the ledger says {file.Length}.");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        return sha256 == file.Sha256 ? null : $"The file's SHA-256 is {sha256}, but the ledger says {file.Sha256}.";
    }
}
