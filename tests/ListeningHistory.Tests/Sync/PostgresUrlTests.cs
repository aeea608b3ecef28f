using Npgsql;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

namespace SpotifyPlatform.ListeningHistory.Tests.Sync;

public sealed class PostgresUrlTests
{
    [Fact]
    public void Parse_UrlAsHostersGiveIt_FillsEveryPart()
    {
        var parsed = PostgresUrl.Parse("postgres://default:p%40ss%2Fw%3Ard@ep-cool-1.pooler.example.com:6543/verceldb?sslmode=require&pgbouncer=true&connect_timeout=15&channel_binding=require");
        Assert.Equal(
            ("default", "p@ss/w:rd", "ep-cool-1.pooler.example.com", 6543, "verceldb", SslMode.Require, 15, ChannelBinding.Require),
            (parsed.Username, parsed.Password, parsed.Host, parsed.Port, parsed.Database, parsed.SslMode, parsed.Timeout, parsed.ChannelBinding));
    }

    [Theory]
    [InlineData("postgresql://localhost", "localhost", 5432, null)]
    [InlineData("POSTGRES://u@[::1]:5433/db", "::1", 5433, "db")]
    [InlineData("postgres:///db?host=/var/run/postgresql", "/var/run/postgresql", 5432, "db")]
    [InlineData("postgres://u@%2Frun%2Fpostgresql/db", "/run/postgresql", 5432, "db")]
    [InlineData("Host=h;Port=7;Database=d", "h", 7, "d")]
    [InlineData("Password=a://b;Host=h;Port=7;Database=d", "h", 7, "d")]
    public void Parse_OtherForms_AreRead(string url, string host, int port, string? database)
    {
        var parsed = PostgresUrl.Parse(url);
        Assert.Equal((host, port, database), (parsed.Host, parsed.Port, parsed.Database));
    }

    [Theory]
    [InlineData("postgres://u:secret@/db", "no host")]
    [InlineData("postgres://u:secret@h:99999/db", "port '99999'")]
    [InlineData("postgres://u:secret@h/db?sslmode=maybe", "sslmode 'maybe'")]
    [InlineData("postgres://u:secret@h/db?cursed=1", "'cursed'")]
    [InlineData("mysql://u:secret@h/db", "'mysql://'")]
    [InlineData("nonsense", "cannot be read")]
    public void Parse_WhatIsNoUrl_SaysWhichPartAndNeverThePassword(string url, string part)
    {
        var fault = Assert.Throws<SyncException>(() => PostgresUrl.Parse(url));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }
}
