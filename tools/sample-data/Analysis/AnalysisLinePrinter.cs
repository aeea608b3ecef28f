using System.Text;
using SpotifyPlatform.SampleData.Randomness;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>
/// Formats one line of a shard, keys in the order of the real dump: meta (with the <c>track_id</c> that the dump adds), track,
/// bars, beats, sections, segments, tatums.
/// </summary>
internal sealed class AnalysisLinePrinter(SampleWorld world, JsonLineWriter line)
{
    private const int FullDetail = 900; // segments in a real song of four minutes

    public ReadOnlySpan<byte> Print(Track track)
    {
        var analysis = world.AnalysisOf(track);
        var rng = world.RngFor(RngStream.AudioAnalysis, (1L << 40) + track.Index);
        line.Clear();
        line.WholeHasPoint = analysis.WholeHasPoint;
        line.Open('{');
        Meta(analysis, track.Id.ToString());
        TrackObject(analysis, ref rng);
        var (beats, beat) = Beats(analysis);
        var bar = Math.Max(1, analysis.TimeSignature);
        Spans("bars"u8, Math.Max(1, beats / bar), beat * bar, ref rng);
        Spans("beats"u8, beats, beat, ref rng);
        Sections(analysis);
        new SegmentPrinter(line, world.Options.AnalysisDetail).Print(analysis.Duration, ref rng);
        Spans("tatums"u8, beats * 2, beat / 2, ref rng);
        line.Close('}').EndLine();
        return line.Written;
    }

    private void Meta(TrackAnalysis analysis, string id)
    {
        line.Name("meta"u8).Open('{');
        line.Name("analyzer_version"u8).Value(Encoding.ASCII.GetBytes(analysis.AnalyzerVersion));
        line.Name("platform"u8).Value("Linux"u8);
        line.Name("detailed_status"u8).Value("OK"u8);
        line.Name("status_code"u8).Value(AnalysisNumber.Whole(0));
        line.Name("timestamp"u8).Value(AnalysisNumber.Whole(analysis.Timestamp));
        line.Name("analysis_time"u8).Value(analysis.AnalysisTime);
        line.Name("input_process"u8).Value("libvorbisfile L+R 44100->22050"u8);
        line.Name("track_id"u8).Value(Encoding.ASCII.GetBytes(id));
        line.Close('}');
    }

    private void TrackObject(TrackAnalysis analysis, ref Rng rng)
    {
        line.Name("track"u8).Open('{');
        foreach (var (name, value) in analysis.Head)
            line.Name(name).Value(value);
        line.Name("sample_md5"u8).Value(""u8);
        foreach (var (name, value) in analysis.Tail)
            line.Name(name).Value(value);
        // The code strings of a real song have about 2,400, 5,000, 1,200 and 4,000 numbers.
        var detail = world.Options.AnalysisDetail;
        line.Name("codestring"u8).Value(CodeString.Of(ref rng, Scale(2_400, detail), "0"));
        line.Name("code_version"u8).Value(new AnalysisNumber(3_150, 3));
        line.Name("echoprintstring"u8).Value(CodeString.Of(ref rng, Scale(5_000, detail), "x5"));
        line.Name("echoprint_version"u8).Value(new AnalysisNumber(4_120, 3));
        line.Name("synchstring"u8).Value(CodeString.Of(ref rng, Scale(1_200, detail), "0"));
        line.Name("synch_version"u8).Value(new AnalysisNumber(1_000, 3));
        line.Name("rhythmstring"u8).Value(CodeString.Of(ref rng, Scale(4_000, detail), "0"));
        line.Name("rhythm_version"u8).Value(new AnalysisNumber(1_000, 3));
        line.Close('}');
    }

    private void Spans(ReadOnlySpan<byte> name, int count, double seconds, ref Rng rng)
    {
        line.Name(name).Open('[');
        var start = rng.Unit() * 0.5;
        for (var i = 0; i < count; i++)
        {
            var length = seconds * (0.99 + 0.02 * rng.Unit());
            line.Open('{');
            line.Name("start"u8).Value(AnalysisNumber.FiveDecimals(start));
            line.Name("duration"u8).Value(AnalysisNumber.FiveDecimals(length));
            line.Name("confidence"u8).Value(AnalysisNumber.ThreeDecimals(rng.Unit()));
            line.Close('}');
            start += length;
        }

        line.Close(']');
    }

    private void Sections(TrackAnalysis analysis)
    {
        line.Name("sections"u8).Open('[');
        foreach (var section in analysis.Sections)
        {
            line.Open('{');
            for (var i = 0; i < section.Length; i++)
                line.Name(TrackAnalysis.SectionFields[i]).Value(section[i]);
            line.Close('}');
        }

        line.Close(']');
    }

    /// <summary>Number of beats to write and the duration of one in seconds; (0, 0) for a track without a beat.</summary>
    private (int Count, double Seconds) Beats(TrackAnalysis analysis)
    {
        if (analysis.Tempo <= 0)
            return (0, 0);
        var beat = 60 / analysis.Tempo;
        return (Scale((int)(analysis.Duration / beat), world.Options.AnalysisDetail), beat);
    }

    private static int Scale(int full, int detail) => Math.Max(4, (int)((long)full * detail / FullDetail));
}
