namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>Clients of the edge on the command line.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Keys_CreatedRotatedAndRevoked_AreListedWithoutSecrets()
    {
        var file = folder.File("keys.json");
        var key = (await Platform.DoneAsync("keys", "create", "phone", "--scope", "read", "--scope", "write", "--account", "me", "--expires-days", "365", "--file", file)).Trim();
        Assert.Matches("^spk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", key);
        var rotated = (await Platform.DoneAsync("keys", "rotate", "phone", "--file", file)).Trim();
        Assert.NotEqual(key, rotated);

        var listed = await Platform.DoneAsync("keys", "list", "--file", file);
        Assert.Equal(2, listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"phone\t{key[4..12]}\tread,write\tme\t", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key[13..], listed + await File.ReadAllTextAsync(file), StringComparison.Ordinal);

        var third = await Platform.RunAsync("keys", "rotate", "phone", "--file", file);
        Assert.Equal(1, third.ExitCode);
        Assert.Contains("has 2 live keys", third.Error, StringComparison.Ordinal);
        await Platform.DoneAsync("keys", "revoke", "phone", key[4..12], "--file", file);
        Assert.DoesNotContain(key[4..12], await Platform.DoneAsync("keys", "list", "--file", file), StringComparison.Ordinal);
        await Platform.DoneAsync("keys", "revoke", "phone", "--file", file);
        Assert.Equal("", await Platform.DoneAsync("keys", "list", "--file", file));
    }

    [Fact]
    public async Task Keys_OfAMalformedName_AreRefused()
    {
        var refused = await Platform.RunAsync("keys", "create", "My Phone", "--file", folder.File("keys.json"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("'My Phone' is no name", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("keys.json")));
    }

    [Fact]
    public async Task List_OfAFileThatIsNotThere_IsAnError()
    {
        var refused = await Platform.RunAsync("keys", "list", "--file", folder.File("other.json"));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("other.json", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
