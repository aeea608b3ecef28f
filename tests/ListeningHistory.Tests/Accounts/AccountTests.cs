using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Store.Sqlite;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Accounts;

public sealed class AccountTests
{
    [Theory]
    [InlineData("me", true)]
    [InlineData("anna-2_x", true)]
    [InlineData("0", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("_a", false)]
    [InlineData("Anna", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a.b", false)]
    [InlineData("é", false)]
    [InlineData("a\0", false)]
    public void Name_OfAnAccount_NamesAFolderAndASchemaSafely(string text, bool valid) => Assert.Equal(valid, AccountName.TryParse(text, out _));

    [Fact]
    public void Name_LongerThanItsBound_IsRefused() => Assert.False(AccountName.TryParse(new string('a', AccountName.MaxLength + 1), out _));

    [Theory]
    [InlineData(false, null, true, true)]
    [InlineData(false, null, false, false)]
    [InlineData(false, "anna", false, false)] // a header proves nothing where no edge sets it
    [InlineData(false, "berta", true, false)]
    [InlineData(true, null, true, false)]
    [InlineData(true, "anna", false, true)]
    [InlineData(true, "berta, anna", false, true)]
    [InlineData(true, "annabel", false, false)]
    [InlineData(true, "", false, false)]
    public void Check_OfACaller_GrantsWhatTheEdgeGrantsAndLoopbackWithoutOne(bool behindEdge, string? header, bool loopback, bool granted)
    {
        var access = new AccountAccess(Options.Create(new ListeningHistoryOptions { BehindEdge = behindEdge }));
        if (granted)
            Assert.Equal("anna", access.Check("anna", header, loopback).Value);
        else
            Assert.Throws<AccountDeniedException>(() => access.Check("anna", header, loopback));
    }

    [Fact]
    public void Open_AccountWhoseDatabaseIsLost_NamesItInsteadOfNoSuchAccount()
    {
        using var world = new ListeningWorld();
        world.Stores.Open(world.Account);
        world.Stores.Dispose();
        File.Delete(Path.Combine(world.DataFolder, world.Account.Value, "listening.sqlite"));
        using var stores = new SqliteListeningStores(Options.Create(new ListeningHistoryOptions { DataFolder = world.DataFolder }), world.Time);

        Assert.Equal([world.Account], stores.List());
        Assert.Contains("listening.sqlite", Assert.Throws<InvalidDataException>(() => stores.Open(world.Account)).Message, StringComparison.Ordinal);
    }
}
