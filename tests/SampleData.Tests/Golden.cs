namespace SpotifyPlatform.SampleData.Tests;

/// <summary>Expected lists, embedded as resources.</summary>
internal static class Golden
{
    public static string[] Lines(string name)
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream($"SpotifyPlatform.SampleData.Tests.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
