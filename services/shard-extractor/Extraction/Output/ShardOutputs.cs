using System.Buffers.Binary;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>The files of one shard: staged while it is read, then published together; the ledger entry is written last.</summary>
internal sealed class ShardOutputs : IRowOutput, IDisposable
{
    private readonly string folder;
    private readonly ShardId shard;
    private readonly RowFileWriter tracks;
    private readonly RowFileWriter sections;
    private readonly TableWriter? table;
    private readonly byte[] key = new byte[AnalysisTable.KeyBytes];
    private RowFileWriter? quarantine;

    /// <param name="table">Gets the rows too; whoever gave it completes it. Null for none.</param>
    public ShardOutputs(string folder, ShardId shard, Compression compression, TableWriter? table)
    {
        this.folder = folder;
        this.shard = shard;
        this.table = table;
        tracks = new RowFileWriter(folder, OutputLayout.Tracks, OutputLayout.TracksPath(shard, compression), compression);
        sections = new RowFileWriter(folder, OutputLayout.Sections, OutputLayout.SectionsPath(shard, compression), compression);
    }

    public void Write(TrackId track, ReadOnlySpan<byte> rows, int trackBytes, int sections)
    {
        tracks.Write(rows[..trackBytes], 1);
        this.sections.Write(rows[trackBytes..], sections);
        if (table is null)
            return;
        BinaryPrimitives.WriteUInt128BigEndian(key, track.Value);
        table.Add(key, rows);
    }

    /// <summary>The file of refused lines.</summary>
    public RowFileWriter OpenQuarantine() =>
        quarantine ??= new RowFileWriter(folder, OutputLayout.Quarantine, OutputLayout.QuarantinePath(shard), Compression.None);

    /// <summary>Replaces the shard's earlier files.</summary>
    public IReadOnlyList<OutputFileEntry> Publish(LedgerFolder ledger, bool withRows)
    {
        ledger.Remove(shard);
        List<OutputFileEntry> files = [];
        if (withRows)
        {
            files.Add(tracks.Publish());
            files.Add(sections.Publish());
        }

        if (quarantine is not null)
            files.Add(quarantine.Publish());
        RemoveOthers(files);
        foreach (var name in OutputLayout.Folders)
        {
            if (Directory.Exists(Path.Combine(folder, name)))
                DurableFolder.Sync(Path.Combine(folder, name));
        }

        return files;
    }

    public void Dispose()
    {
        tracks.Dispose();
        sections.Dispose();
        quarantine?.Dispose();
    }

    /// <summary>Removes files of an earlier run with other settings or another input.</summary>
    private void RemoveOthers(List<OutputFileEntry> files)
    {
        foreach (var path in OutputLayout.AllRowPaths(shard).Append(OutputLayout.QuarantinePath(shard)))
        {
            if (files.All(file => file.Path != path))
                Remove(Path.Combine(folder, path));
        }
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
