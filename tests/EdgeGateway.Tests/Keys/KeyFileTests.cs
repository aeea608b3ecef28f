using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("keys.json");

    [Fact]
    public async Task Change_FromSeveralWriters_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => KeyFile.ChangeAsync(
            Path, registry => registry.Create($"client-{number}", [KeyScope.Write, KeyScope.Admin], ["me"], DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1)).Registry, CancellationToken.None))));
        var read = KeyFile.Read(Path);
        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"client-{number}"), read.Clients.Select(client => client.Name).Order(StringComparer.Ordinal));
        Assert.All(read.Clients, client => Assert.Equal([KeyScope.Write, KeyScope.Admin], client.Scopes));
        Assert.All(read.Clients, client => Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), client.Keys[0].ExpiresAt));
    }

    [Fact]
    public void Read_NoFile_HasNoClients() => Assert.Empty(KeyFile.Read(Path).Clients);

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("""{"clients": [], "extra": 1}""", "malformed")]
    [InlineData("""{"clients": [], "clients": []}""", "malformed")]
    [InlineData("""{"clients": [{"name": "a", "scopes": ["root"], "accounts": [], "keys": []}]}""", "malformed")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [0], "accounts": [], "keys": []}]}""", "malformed")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": ["b,c"], "keys": []}]}""", "a name in entry 1 of clients")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": [null], "keys": []}]}""", "a name in entry 1 of clients")]
    [InlineData("""{"clients": [null]}""", "entry 1 of clients is null")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": [], "keys": [null]}]}""", "a key of client 'a' is null")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": [], "keys": []}, {"name": "a", "scopes": [], "accounts": [], "keys": []}]}""", "twice")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": [], "keys": [{"prefix": "abc", "sha256": "", "created_at": "2026-01-01T00:00:00Z", "expires_at": null}]}]}""", "prefix")]
    [InlineData("""{"clients": [{"name": "a", "scopes": [], "accounts": [], "keys": [{"prefix": "abcdefgh", "sha256": "00", "created_at": "2026-01-01T00:00:00Z", "expires_at": null}]}]}""", "SHA-256")]
    public async Task Read_DamagedFile_IsRefusedByPlace(string content, string named)
    {
        await File.WriteAllTextAsync(Path, content);
        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => KeyFile.Read(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TwoKeysOfOnePrefix_IsRefused()
    {
        var key = $$"""{"prefix": "abcdefgh", "sha256": "{{Hash}}", "created_at": "2026-01-01T00:00:00Z", "expires_at": null}""";
        await File.WriteAllTextAsync(Path, $$"""{"clients": [{"name": "a", "scopes": [], "accounts": [], "keys": [{{key}}, {{key}}]}]}""");
        Assert.Throws<InvalidDataException>(() => KeyFile.Read(Path));
    }

    [Fact]
    public void Read_FileThatIsTooLarge_IsRefusedUnread()
    {
        using (var file = File.Create(Path))
            file.SetLength(5 << 20);
        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => KeyFile.Read(Path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
