namespace SpotifyPlatform.Architecture.Tests;

/// <summary>Fails with all violations of a rule, one per line.</summary>
internal static class Rule
{
    public static void HasNoViolation(IEnumerable<string> violations)
    {
        var found = violations.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} violations:{Environment.NewLine}{string.Join(Environment.NewLine, found)}");
    }
}
