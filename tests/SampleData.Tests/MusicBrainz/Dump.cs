using System.Formats.Tar;
using System.Text;

namespace SpotifyPlatform.SampleData.Tests.MusicBrainz;

/// <summary>A simple reader of the dump's tables; <c>\N</c> is null.</summary>
internal sealed class Dump
{
    private readonly Dictionary<string, string> members = [];

    public Dump(string path)
    {
        using var tar = new TarReader(File.OpenRead(path));
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!, Encoding.UTF8);
            members.Add(entry.Name, reader.ReadToEnd());
        }
    }

    public string Text(string member) => members[member];

    public List<string?[]> Rows(string table) =>
        [.. members[$"mbdump/{table}"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t').Select(Unescape).ToArray())];

    private static string? Unescape(string field)
    {
        if (field == @"\N")
            return null;
        var text = new StringBuilder();
        for (var i = 0; i < field.Length; i++)
            text.Append(field[i] != '\\' ? field[i] : field[++i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var c => c });
        return text.ToString();
    }
}
