using System.Globalization;
using System.Text;

namespace SpotifyPlatform.SampleData.MusicBrainz;

/// <summary>Rows in PostgreSQL's COPY text format: tab-separated, <c>\N</c> for null, backslash escapes.</summary>
internal sealed class CopyText(string path) : IDisposable
{
    private readonly StreamWriter rows = new(path, append: false, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };

    public long Count { get; private set; }

    public void Row(params ReadOnlySpan<object?> columns)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0)
                rows.Write('\t');
            Write(columns[i]);
        }

        rows.Write('\n');
        Count++;
    }

    public void Dispose() => rows.Dispose();

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                rows.Write("\\N");
                break;
            case bool flag:
                rows.Write(flag ? 't' : 'f');
                break;
            case string text:
                Escape(text);
                break;
            default:
                rows.Write(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void Escape(string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\\': rows.Write("\\\\"); break;
                case '\t': rows.Write("\\t"); break;
                case '\n': rows.Write("\\n"); break;
                case '\r': rows.Write("\\r"); break;
                default: rows.Write(c); break;
            }
        }
    }
}
