using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Counts rows of a member that are left out, and notes the recordings of the first ones.</summary>
internal sealed class LeftOutRecordings(string member)
{
    private readonly List<string> positions = [];
    private long count;

    public void Add(int recordingId)
    {
        count++;
        if (positions.Count < TableWriter.MaxPositions)
            positions.Add(string.Create(CultureInfo.InvariantCulture, $"{member} of recording {recordingId}"));
    }

    public void CountIn(TableWriter writer, string reason)
    {
        if (count > 0)
            writer.LeaveOut(reason, count, positions);
    }
}
