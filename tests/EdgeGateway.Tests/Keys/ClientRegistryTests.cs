using SpotifyPlatform.EdgeGateway.Keys;

namespace SpotifyPlatform.EdgeGateway.Tests.Keys;

public sealed class ClientRegistryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Create_Client_StoresTheHashAndNotTheKey()
    {
        var issued = ClientRegistry.Empty.Create("phone", [KeyScope.Read, KeyScope.Read], ["me"], Now, TimeSpan.FromDays(1));
        var client = Assert.Single(issued.Registry.Clients);
        var key = Assert.Single(client.Keys);
        Assert.Equal([KeyScope.Read], client.Scopes);
        Assert.StartsWith($"spk_{key.Prefix}_", issued.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Text[13..], $"{client} {key}", StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(ApiKeyText.Hash(issued.Text)), key.Sha256);
        Assert.True(key.IsLive(Now));
        Assert.False(key.IsLive(Now.AddDays(1)));
    }

    [Fact]
    public void Rotate_Client_KeepsTheOldKeyForTheGraceAndNeverThreeKeys()
    {
        var first = ClientRegistry.Empty.Create("phone", [KeyScope.Read], [], Now, null);
        var second = first.Registry.Rotate("phone", Now, TimeSpan.FromDays(7), null);
        var keys = second.Registry.Clients.Single().Keys;
        Assert.Equal(2, keys.Count);
        Assert.Equal([Now.AddDays(7), null], keys.Select(key => key.ExpiresAt));
        Assert.Contains("has 2 live keys", Assert.Throws<ArgumentException>(() => second.Registry.Rotate("phone", Now.AddDays(6), TimeSpan.Zero, null)).Message, StringComparison.Ordinal);

        var third = second.Registry.Rotate("phone", Now.AddDays(7), TimeSpan.Zero, null);
        Assert.Equal([keys[1].Prefix, ApiKeyText.PrefixOf(third.Text)], third.Registry.Clients.Single().Keys.Select(key => key.Prefix));
        Assert.False(third.Registry.Clients.Single().Keys[0].IsLive(Now.AddDays(7)));
    }

    [Fact]
    public void Rotate_WithoutALifetime_TakesThatOfThePreviousKey()
    {
        var registry = ClientRegistry.Empty.Create("phone", [KeyScope.Read], [], Now, TimeSpan.FromDays(365)).Registry;
        for (var time = Now; time < Now.AddDays(30); time += TimeSpan.FromDays(10))
        {
            registry = registry.Rotate("phone", time, TimeSpan.FromDays(7), null).Registry;
            Assert.Equal(time.AddDays(365), registry.Clients.Single().Keys[^1].ExpiresAt);
        }
    }

    [Fact]
    public void Rotate_KeyThatEndsSooner_DoesNotLiveLonger()
    {
        var first = ClientRegistry.Empty.Create("phone", [KeyScope.Read], [], Now, TimeSpan.FromDays(1));
        Assert.Equal(Now.AddDays(1), first.Registry.Rotate("phone", Now, TimeSpan.FromDays(7), null).Registry.Clients.Single().Keys[0].ExpiresAt);
    }

    [Fact]
    public void Revoke_KeyOrClient_RemovesItAlone()
    {
        var first = ClientRegistry.Empty.Create("phone", [KeyScope.Read], [], Now, null);
        var both = first.Registry.Rotate("phone", Now, TimeSpan.FromDays(7), null).Registry.Create("desk", [KeyScope.Read], [], Now, null).Registry;
        var left = both.Revoke("phone", ApiKeyText.PrefixOf(first.Text));
        Assert.Single(left.Clients.Single(client => client.Name == "phone").Keys);
        Assert.Equal(["desk"], both.Revoke("phone", null).Clients.Select(client => client.Name));
        Assert.Equal(["desk"], left.Revoke("phone", left.Clients[0].Keys[0].Prefix).Clients.Select(client => client.Name));
        Assert.Throws<ArgumentException>(() => both.Revoke("phone", "unknown0"));
        Assert.Throws<ArgumentException>(() => both.Revoke("nobody", null));
    }

    [Theory]
    [InlineData("Phone", "me")]
    [InlineData("", "me")]
    [InlineData("phone", "me,you")]
    [InlineData("phone", "me\r\nx-accounts: you")]
    public void Create_MalformedName_IsRefused(string client, string account) =>
        Assert.Throws<ArgumentException>(() => ClientRegistry.Empty.Create(client, [KeyScope.Read], [account], Now, null));
}
