namespace SpotifyPlatform.BuildingBlocks.Tests.ServiceDefaults.Options;

public sealed class EnvironmentFileTests : IDisposable
{
    private const string Name = "SPOTIFYPLATFORM_ENVIRONMENT_FILE_TEST";

    private readonly string folder = Directory.CreateTempSubdirectory("environment-file-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("{0}=a=b?c#d", "a=b?c#d")]
    [InlineData("export {0} = \"quoted # text\" # comment", "quoted # text")]
    [InlineData("{0}='single'", "single")]
    [InlineData("{0}=value # comment", "value")]
    [InlineData("# {0}=no\nOTHER=1\n{0}=first\n{0}=last", "last")]
    [InlineData("{0}_LONGER=1", null)]
    [InlineData("{0}=", null)]
    public void Find_InAFile_ReadsTheLastAssignment(string content, string? expected)
    {
        File.WriteAllText(Path.Combine(folder, ".env"), string.Format(null, content, Name));
        Assert.Equal(expected, EnvironmentFile.Find(Name, folder)?.Value);
    }

    [Fact]
    public void Find_InBothFiles_TakesTheLocalOne()
    {
        File.WriteAllText(Path.Combine(folder, ".env"), $"{Name}=common");
        File.WriteAllText(Path.Combine(folder, ".env.local"), $"{Name}=local");
        Assert.Equal(("local", ".env.local"), EnvironmentFile.Find(Name, folder));
        File.Delete(Path.Combine(folder, ".env.local"));
        Assert.Equal(("common", ".env"), EnvironmentFile.Find(Name, folder));
    }

    [Fact]
    public void Find_AFileBeyondAnySize_IsRefused()
    {
        File.WriteAllBytes(Path.Combine(folder, ".env"), new byte[(1024 * 1024) + 1]);
        Assert.Throws<InvalidDataException>(() => EnvironmentFile.Find(Name, folder));
    }
}
