using System.Globalization;
using System.Text;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>
/// Writes lines in the real shape: 10 sections, 250 beats, 500 tatums, 900 segments and the four base64 strings, about
/// 370 KB a line and a third of that compressed. The same seed gives the same bytes.
/// </summary>
internal sealed class LineGenerator(int seed, string prefix)
{
    private const string Base62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new(512 * 1024);

    /// <summary>The next line, with its line feed.</summary>
    public byte[] Next(int sections = 10, int beats = 250, int segments = 900)
    {
        text.Clear();
        Meta();
        Track();
        Spans("bars", beats / 4);
        Spans("beats", beats);
        Sections(sections);
        Segments(segments);
        Spans("tatums", beats * 2);
        text.Length--;
        text.Append("}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void Meta()
    {
        text.Append("{\"meta\":{\"analyzer_version\":\"4.0.0\",\"platform\":\"Linux\",\"detailed_status\":\"OK\",\"status_code\":0,");
        text.Append(CultureInfo.InvariantCulture, $"\"timestamp\":{1_440_000_000 + random.Next(100_000_000)},\"analysis_time\":{N(2, 20, 5)},");
        text.Append("\"input_process\":\"libvorbisfile L+R 44100->22050\",\"track_id\":\"").Append(prefix);
        for (var i = 0; i < 20; i++)
            text.Append(Base62[random.Next(62)]);
        text.Append("\"},");
    }

    private void Track()
    {
        text.Append(CultureInfo.InvariantCulture, $"\"track\":{{\"num_samples\":{random.Next(2_000_000, 9_000_000)},\"duration\":{N(90, 400, 5)},");
        text.Append("\"sample_md5\":\"\",\"offset_seconds\":0,\"window_seconds\":0,\"analysis_sample_rate\":22050,\"analysis_channels\":1,");
        text.Append(CultureInfo.InvariantCulture, $"\"end_of_fade_in\":{N(0, 3, 5)},\"start_of_fade_out\":{N(80, 390, 5)},\"loudness\":-{N(1, 30, 3)},");
        Tempo();
        text.Append(",\"codestring\":\"");
        Strings(8500);
        text.Append("\",\"code_version\":3.15,\"echoprintstring\":\"");
        Strings(25_800);
        text.Append("\",\"echoprint_version\":4.12,\"synchstring\":\"");
        Strings(3200);
        text.Append("\",\"synch_version\":1.0,\"rhythmstring\":\"");
        Strings(9900);
        text.Append("\",\"rhythm_version\":1.0},");
    }

    private void Tempo() => text.Append(CultureInfo.InvariantCulture,
        $"\"tempo\":{N(60, 200, 3)},\"tempo_confidence\":{C()},\"time_signature\":{random.Next(3, 6)},\"time_signature_confidence\":{C()},\"key\":{random.Next(12)},\"key_confidence\":{C()},\"mode\":{random.Next(2)},\"mode_confidence\":{C()}");

    private void Spans(string name, int count)
    {
        text.Append('"').Append(name).Append("\":[");
        var start = random.NextDouble();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"start\":{start:0.#####},\"duration\":{N(0.2, 0.6, 5)},\"confidence\":{C()}}},");
            start += 0.2 + random.NextDouble() * 0.4;
        }

        Close();
    }

    private void Sections(int count)
    {
        text.Append("\"sections\":[");
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"start\":{N(0, 300, 5)},\"duration\":{N(5, 40, 5)},\"confidence\":{C()},\"loudness\":-{N(1, 30, 3)},");
            Tempo();
            text.Append("},");
        }

        Close();
    }

    private void Segments(int count)
    {
        text.Append("\"segments\":[");
        var start = 0.0;
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"start\":{start:0.#####},\"duration\":{N(0.1, 0.4, 5)},\"confidence\":{C()},\"loudness_start\":-{N(5, 60, 3)},\"loudness_max_time\":{N(0, 0.2, 5)},\"loudness_max\":-{N(1, 40, 3)},\"pitches\":[");
            for (var p = 0; p < 12; p++)
                text.Append(C()).Append(',');
            text.Length--;
            text.Append("],\"timbre\":[");
            for (var t = 0; t < 12; t++)
                text.Append(N(-60, 60, 3)).Append(',');
            text.Length--;
            text.Append("]},");
            start += 0.1 + random.NextDouble() * 0.3;
        }

        Close();
    }

    private void Close()
    {
        if (text[^1] == ',')
            text.Length--;
        text.Append("],");
    }

    private void Strings(int length)
    {
        for (var i = 0; i < length; i++)
            text.Append(Base64[random.Next(64)]);
    }

    private string C() => N(0, 1, 3);

    private string N(double from, double to, int digits) =>
        Math.Round(from + random.NextDouble() * (to - from), digits).ToString("0.0####", CultureInfo.InvariantCulture);
}
