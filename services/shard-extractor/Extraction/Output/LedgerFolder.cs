using System.Text;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>The ledger: one entry per shard, written after its outputs. <c>processed_files.txt</c> is derived from it.</summary>
internal sealed class LedgerFolder(string outputFolder)
{
    /// <summary>The entry of a shard; null when there is none or it cannot be parsed, so that the shard is extracted again.</summary>
    public ExtractionResult? Find(ShardId shard) => Read(Path.Combine(outputFolder, OutputLayout.LedgerPath(shard)));

    /// <summary>All entries, by source file name.</summary>
    public IReadOnlyList<ExtractionResult> All() => [.. Files().Select(Read).OfType<ExtractionResult>().OrderBy(entry => entry.SourceFile, StringComparer.Ordinal)];

    /// <summary>The files of entries that cannot be read.</summary>
    public IReadOnlyList<string> Unreadable() => [.. Files().Where(path => Read(path) is null).Select(path => Path.GetRelativePath(outputFolder, path))];

    public void Write(ShardId shard, ExtractionResult entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Default.ExtractionResult);
        StagedFile.WriteAll(Path.Combine(outputFolder, OutputLayout.LedgerPath(shard)), SealedJson.Seal(json));
    }

    /// <summary>Removes a shard before its outputs are replaced, so that a crash in between leaves no entry for incomplete outputs.</summary>
    public void Remove(ShardId shard)
    {
        var path = Path.Combine(outputFolder, OutputLayout.LedgerPath(shard));
        if (!File.Exists(path))
            return;
        File.Delete(path);
        DurableFolder.Sync(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes <c>processed_files.txt</c> from the entries, unless it is up to date.</summary>
    public void WriteProcessedFiles()
    {
        using (OutputLock.Take(outputFolder, OutputLayout.ProcessedStem))
        {
            var names = All().Where(entry => entry.Status == ExtractionStatus.Complete).Select(entry => entry.SourceFile + "\n");
            var content = Encoding.UTF8.GetBytes(string.Concat(names));
            var path = Path.Combine(outputFolder, OutputLayout.ProcessedFiles);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                StagedFile.WriteAll(path, content);
        }
    }

    private IEnumerable<string> Files()
    {
        var folder = Path.Combine(outputFolder, OutputLayout.Ledger);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];
    }

    private static ExtractionResult? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize(SealedJson.Open(File.ReadAllBytes(path)), LedgerJson.Default.ExtractionResult);
        }
        catch (Exception ex) when (ex is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
