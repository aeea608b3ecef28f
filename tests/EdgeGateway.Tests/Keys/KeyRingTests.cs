using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly KeyUsage usage = new();
    private readonly FakeLogger<KeyRing> log = new();

    [Fact]
    public async Task Check_KeyOfAClient_IsValidUntilItExpires()
    {
        var key = await CreateAsync("phone", TimeSpan.FromDays(1));
        var ring = Ring();
        Assert.Equal("key:phone", ring.Check(key).Caller?.Client);
        Assert.Equal(time.GetUtcNow(), usage.LastUsed(ApiKeyText.PrefixOf(key)!));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(new KeyCheck(KeyStatus.Expired, null, ApiKeyText.PrefixOf(key)), ring.Check(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("spk_")]
    [InlineData("spk_abcdefgh_0123456789012345678901234567890123456789012")]
    [InlineData("spk_ABCDEFGH_0123456789012345678901234567890123456789012")]
    public async Task Check_TextThatIsNoKey_IsUnknown(string text)
    {
        await CreateAsync("phone");
        Assert.Equal(KeyStatus.Unknown, Ring().Check(text).Status);
    }

    [Fact]
    public async Task Check_RightPrefixAndWrongSecret_IsUnknownAndNoUse()
    {
        var key = await CreateAsync("phone");
        var last = key[^1] == 'A' ? 'B' : 'A';
        Assert.Equal(KeyStatus.Unknown, Ring().Check(key[..^1] + last).Status);
        Assert.Empty(usage.Snapshot());
    }

    /// <summary>That a key was right says nothing of another text.</summary>
    [Fact]
    public async Task Check_OtherTextAfterTheKey_IsUnknown()
    {
        var key = await CreateAsync("phone");
        var ring = Ring();
        var last = key[^1] == 'A' ? 'B' : 'A';
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(KeyStatus.Valid, ring.Check(key).Status);
            Assert.Equal(KeyStatus.Unknown, ring.Check(key[..^1] + last).Status);
            Assert.Equal(KeyStatus.Unknown, ring.Check(key[..^1]).Status);
        }
    }

    [Fact]
    public async Task Check_FileThatChanges_IsFollowedAfterTheInterval()
    {
        var ring = Ring();
        Assert.Empty(ring.Registry.Clients);
        var key = await CreateAsync("phone");
        Assert.Equal(KeyStatus.Unknown, ring.Check(key).Status);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(KeyStatus.Valid, ring.Check(key).Status);

        await KeyFile.ChangeAsync(folder.File("keys.json"), registry => registry.Revoke("phone", null), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(KeyStatus.Unknown, ring.Check(key).Status);
    }

    [Fact]
    public async Task Check_FileThatIsDamaged_KeepsTheLastKeysAndSaysSoOnce()
    {
        var key = await CreateAsync("phone");
        var ring = Ring();
        Assert.Equal(KeyStatus.Valid, ring.Check(key).Status);
        await File.WriteAllTextAsync(folder.File("keys.json"), "{");
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(KeyStatus.Valid, ring.Check(key).Status);
            Assert.Throws<InvalidDataException>(ring.ThrowIfUnreadable);
        }

        Assert.Equal(LogLevel.Error, Assert.Single(log.Collector.GetSnapshot()).Level);
    }

    public void Dispose() => folder.Dispose();

    private KeyRing Ring() => new(Options.Create(new EdgeGatewayOptions { Keys = new KeyOptions { File = folder.File("keys.json") } }), usage, time, log);

    private async Task<string> CreateAsync(string client, TimeSpan? lifetime = null)
    {
        var key = "";
        await KeyFile.ChangeAsync(
            folder.File("keys.json"),
            registry =>
            {
                (var changed, key) = registry.Create(client, [KeyScope.Read], [], time.GetUtcNow(), lifetime);
                return changed;
            },
            CancellationToken.None);
        return key;
    }
}
