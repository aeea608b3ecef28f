using System.Text.RegularExpressions;

namespace SpotifyPlatform.Architecture.Tests.Contracts;

/// <summary>An event that names a path works on one machine alone; files are referred to by <c>spotifyplatform.artifacts.v1.Artifact</c>.</summary>
public sealed partial class EventReferenceTests
{
    [Fact]
    public void EventFields_AllOfThem_NameNoPath()
    {
        var fields =
            from file in Repository.Files(Repository.PathOf("protos"), "*_events.proto")
            from line in File.ReadLines(file)
            where PathField().IsMatch(line)
            select $"{Repository.Relative(file)}: {line.Trim()}";
        Assert.Empty(fields);
    }

    [GeneratedRegex(@"^\s*(repeated\s+|optional\s+)?\w[\w.]*\s+(\w+_)?(path|folder|directory|file_name|filename)s?\s*=\s*\d+;")]
    private static partial Regex PathField();
}
