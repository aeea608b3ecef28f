using System.Text.Json;

namespace SpotifyPlatform.SampleData.Tests.Analysis;

/// <summary>The keys of an analysis in the order of first occurrence: <c>meta.platform</c>, <c>segments[].pitches[]</c>.</summary>
internal static class Keys
{
    public static string[] Of(JsonElement line)
    {
        var keys = new List<string>();
        Walk(line, "", keys);
        return [.. keys.Distinct()];
    }

    private static void Walk(JsonElement element, string path, List<string> keys)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                    Walk(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}", keys);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Walk(item, path + "[]", keys);
                break;
            default:
                keys.Add(path);
                break;
        }
    }
}
