using System.Text.Json;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>
/// Replaces the containers of a line that the extractor skips by <c>0</c>, after the checks that the extractor makes in them:
/// strings, bracket types, depth, and outside strings only printable ASCII without backslashes.
/// </summary>
internal static class LenientLine
{
    /// <exception cref="JsonException">A skipped container breaks one of those rules.</exception>
    public static byte[] Simplify(ReadOnlySpan<byte> line, int maxDepth)
    {
        var kept = new List<byte>(line.Length);
        var (depth, key, expectsKey) = (0, "", false);
        for (var i = 0; i < line.Length;)
        {
            var b = line[i];
            if (b == '"')
            {
                var end = StringEnd(line, i);
                if (depth == 1 && expectsKey)
                    key = Key(line[i..end]);
                expectsKey = false;
                kept.AddRange(line[i..end]);
                i = end;
                continue;
            }

            if (depth == 1 && b is (byte)'{' or (byte)'[' && depth == 1 && key is not ("meta" or "track" or "sections"))
            {
                i = ContainerEnd(line, i, maxDepth);
                kept.Add((byte)'0');
                continue;
            }

            depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
            expectsKey = depth == 1 && (b is (byte)'{' or (byte)',' || (expectsKey && b is (byte)' ' or (byte)'\t' or (byte)'\r'));
            kept.Add(b);
            i++;
        }

        return [.. kept];
    }

    private static string Key(ReadOnlySpan<byte> quoted)
    {
        try
        {
            var reader = new Utf8JsonReader(quoted);
            reader.Read();
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>The end of the string that starts here; throws if it is not valid JSON.</summary>
    private static int StringEnd(ReadOnlySpan<byte> line, int start)
    {
        for (var i = start + 1; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] == '"')
                return i + 1;
        }

        throw new JsonException("A string does not end.");
    }

    private static int ContainerEnd(ReadOnlySpan<byte> line, int start, int maxDepth)
    {
        var open = new Stack<byte>();
        for (var i = start; i < line.Length; i++)
        {
            var b = line[i];
            if (b == '"')
            {
                var end = StringEnd(line, i);
                JsonDocument.Parse(line[i..end].ToArray()).Dispose();
                if (!System.Text.Unicode.Utf8.IsValid(line[i..end]))
                    throw new JsonException("A string is not UTF-8.");
                i = end - 1;
            }
            else if (b is (byte)'{' or (byte)'[')
            {
                open.Push(b);
                if (open.Count + 1 > maxDepth)
                    throw new JsonException("Too deep.");
            }
            else if (b is (byte)'}' or (byte)']')
            {
                if (open.Pop() != b - 2)
                    throw new JsonException("A bracket closes another kind.");
                if (open.Count == 0)
                    return i + 1;
            }
            else if (b is >= 0x80 or (byte)'\\' or (< 0x20 and not ((byte)'\t' or (byte)'\r')))
            {
                throw new JsonException("A byte that is not allowed outside strings.");
            }
        }

        throw new JsonException("A container does not end.");
    }
}
