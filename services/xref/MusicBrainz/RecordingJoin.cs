using System.Buffers.Binary;
using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Joins the ISRCs of a dump with their recordings. ISRCs go to a scratch file as they come, recordings that have one to a slot each; memory
/// holds two bit maps of ids and the merged MBIDs alone.
/// </summary>
internal sealed class RecordingJoin(string folder) : IDisposable
{
    private const int EntryBytes = sizeof(int) + RecordingTable.IsrcBytes;

    private readonly FileStream isrcs = ScratchFile.Create(folder);
    private readonly RecordingIds wanted = new();
    private readonly RecordingIds seen = new();
    private readonly MergedMbids merged = new();
    private RecordingSlots? slots;
    private readonly LeftOutRecordings redirectsToNothing = new("mbdump/recording_gid_redirect");
    private readonly LeftOutRecordings isrcsOfNothing = new("mbdump/isrc");
    private readonly LeftOutRecordings replaced = new("mbdump/recording");

    public void Add(int recordingId, Isrc isrc)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteInt32LittleEndian(entry, recordingId);
        Encoding.ASCII.GetBytes(isrc.Code, entry[sizeof(int)..]);
        isrcs.Write(entry);
        wanted.Add(recordingId);
    }

    /// <summary>Ends the ISRCs; recordings follow.</summary>
    public void EndIsrcs()
    {
        if (wanted.Index() is > 0 and var count)
            slots = new RecordingSlots(folder, count);
    }

    /// <summary>Whether a recording has an ISRC; notes that it is there.</summary>
    public bool IsWanted(int recordingId)
    {
        seen.Add(recordingId);
        return wanted.Contains(recordingId);
    }

    public void Add(Recording recording)
    {
        if (slots!.Put(wanted.IndexOf(recording.Id), recording))
            replaced.Add(recording.Id);
    }

    /// <summary>Adds an MBID that now leads to another recording; all recordings were added before.</summary>
    public void AddRedirect(Guid mbid, int recordingId)
    {
        if (!seen.Contains(recordingId))
            redirectsToNothing.Add(recordingId);
        else if (wanted.Contains(recordingId))
            merged.Add(recordingId, mbid);
    }

    public void Write(TableWriter writer, CancellationToken cancellationToken)
    {
        merged.Sort();
        isrcs.Position = 0;
        Span<byte> entry = stackalloc byte[EntryBytes];
        Span<byte> key = stackalloc byte[RecordingTable.KeyBytes];
        var value = new byte[RecordingTable.FixedBytes + MergedMbids.MaxPerRecording * Mbid.ByteLength];
        for (var (row, rows) = (0L, isrcs.Length / EntryBytes); row < rows; row++)
        {
            isrcs.ReadExactly(entry);
            var id = BinaryPrimitives.ReadInt32LittleEndian(entry);
            if (slots!.TryGet(wanted.IndexOf(id), out var recording))
            {
                RecordingTable.WriteKey(key, entry[sizeof(int)..], id);
                writer.Add(key, value.AsSpan(0, WriteValue(value, recording)));
            }
            else
            {
                isrcsOfNothing.Add(id);
            }

            if (row % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        writer.Count("merged_mbids", merged.Count);
        isrcsOfNothing.CountIn(writer, "isrc/recording_missing");
        redirectsToNothing.CountIn(writer, "recording_gid_redirect/recording_missing");
        replaced.CountIn(writer, "recording/replaced_by_later_row");
        if (merged.LeftOut > 0)
            writer.LeaveOut("recording_gid_redirect/too_many", merged.LeftOut);
    }

    public void Dispose()
    {
        isrcs.Dispose();
        slots?.Dispose();
    }

    private int WriteValue(Span<byte> value, Recording recording)
    {
        Span<byte> mbid = stackalloc byte[Mbid.ByteLength];
        recording.Mbid.Value.TryWriteBytes(mbid, bigEndian: true, out _);
        RecordingTable.WriteValue(value, mbid, recording.LengthMs);
        return RecordingTable.FixedBytes + merged.WriteOf(recording.Id, value[RecordingTable.FixedBytes..]);
    }
}
