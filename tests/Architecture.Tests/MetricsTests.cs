using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests;

/// <summary>The metrics tables in the READMEs list every instrument of the code.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public void Instruments_OfEveryService_AreInItsReadme()
    {
        var missing =
            from file in Repository.Files(Repository.PathOf("services"), "*Metrics.cs")
            let readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "README.md"))
            from Match instrument in Instrument().Matches(File.ReadAllText(file))
            let name = instrument.Groups[1].Value
            where !readme.Contains($"`{name}`", StringComparison.Ordinal)
            select $"{Repository.Relative(file)}: {name}";
        Rule.HasNoViolation(missing);
    }

    [GeneratedRegex("""Create\w+(?:<\w+>)?\(\s*"([^"]+)""", RegexOptions.Singleline)]
    private static partial Regex Instrument();
}
