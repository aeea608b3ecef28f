using System.Text;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>Lines of at most <see cref="ScrobbleLimits.MaxLineChars"/>; the rest of a longer one is skipped.</summary>
internal static class BoundedLines
{
    public static IEnumerable<(string Text, bool IsWhole)> Read(TextReader reader)
    {
        var line = new StringBuilder();
        var buffer = new char[1 << 16];
        var isWhole = true;
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            var rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                Append(line, rest.Span[..end], ref isWhole);
                yield return (line.ToString(), isWhole);
                line.Clear();
                isWhole = true;
            }

            Append(line, rest.Span, ref isWhole);
        }

        if (line.Length > 0)
            yield return (line.ToString(), isWhole);
    }

    private static void Append(StringBuilder line, ReadOnlySpan<char> text, ref bool isWhole)
    {
        isWhole &= line.Length + text.Length <= ScrobbleLimits.MaxLineChars;
        if (isWhole)
            line.Append(text);
    }
}
