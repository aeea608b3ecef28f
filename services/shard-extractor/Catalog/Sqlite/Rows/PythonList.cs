using System.Buffers;
using System.Globalization;
using System.Text;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// Reads a list or tuple as Python prints it: <c>['pop', "drum'n'bass", None]</c>. People store the printed form where JSON is expected.
/// Texts that follow one another without a comma are refused: Python would join them, NumPy means two.
/// </summary>
internal ref struct PythonList
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(",])(['\"");
    private static readonly string[] Others = ["None", "True", "False", "nan"];

    private ReadOnlySpan<char> rest;

    /// <param name="list">Takes the elements, null for one that is no text; undefined where the text is no list.</param>
    public static bool TryRead(ReadOnlySpan<char> text, List<string?> list)
    {
        var reader = new PythonList { rest = text.Trim() };
        var isTuple = reader.TryTake('(');
        if (!isTuple && !reader.TryTake('['))
            return false;
        return reader.TryReadItems(isTuple ? ')' : ']', list) && reader.rest.IsEmpty;
    }

    private bool TryReadItems(char end, List<string?> list)
    {
        while (true)
        {
            rest = rest.TrimStart();
            if (TryTake(end))
                return true;
            if (!TryReadItem(out var item))
                return false;
            list.Add(item);
            rest = rest.TrimStart();
            if (!TryTake(','))
                return TryTake(end);
        }
    }

    private bool TryReadItem(out string? item)
    {
        item = null;
        var prefix = rest.Length > 1 && rest[0] is 'u' or 'U' && rest[1] is '\'' or '"' ? 1 : 0;
        if (rest.Length > prefix && rest[prefix] is '\'' or '"')
        {
            rest = rest[prefix..];
            return TryReadText(out item);
        }

        var length = rest.IndexOfAny(WordEnds);
        var word = (length < 0 ? rest : rest[..length]).Trim();
        foreach (var other in Others)
            if (word.SequenceEqual(other))
            {
                rest = rest[other.Length..];
                return true;
            }

        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return false;
        rest = rest[word.Length..];
        return true;
    }

    private bool TryReadText(out string? text)
    {
        text = null;
        var quote = rest[0];
        var built = new StringBuilder();
        rest = rest[1..];
        while (rest.IndexOfAny(quote, '\\') is var at and >= 0)
        {
            built.Append(rest[..at]);
            var isEnd = rest[at] == quote;
            rest = rest[(at + 1)..];
            if (isEnd)
            {
                text = built.ToString();
                return true;
            }

            if (!TryReadEscape(built))
                return false;
        }

        return false;
    }

    private bool TryReadEscape(StringBuilder built)
    {
        if (rest.IsEmpty)
            return false;
        var code = rest[0];
        rest = rest[1..];
        switch (code)
        {
            case '\\' or '\'' or '"':
                built.Append(code);
                return true;
            case 'n' or 't' or 'r':
                built.Append(code switch { 'n' => '\n', 't' => '\t', _ => '\r' });
                return true;
            case 'x' or 'u' or 'U':
                return TryReadCode(code switch { 'x' => 2, 'u' => 4, _ => 8 }, built);
            default:
                return false;
        }
    }

    private bool TryReadCode(int digits, StringBuilder built)
    {
        if (rest.Length < digits || !int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.TryCreate(code, out var rune))
            return false;
        rest = rest[digits..];
        built.Append(rune.ToString());
        return true;
    }

    private bool TryTake(char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
            return false;
        rest = rest[1..];
        return true;
    }
}
