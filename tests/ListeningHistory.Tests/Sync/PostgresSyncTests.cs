using System.Data.Common;
using Apache.Arrow.Ipc;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;
using SpotifyPlatform.ListeningHistory.Tests.Publishing;

namespace SpotifyPlatform.ListeningHistory.Tests.Sync;

/// <summary>On a real server: see <see cref="PostgresServer"/>.</summary>
public sealed class PostgresSyncTests
{
    private const int Seed = 21;
    private const string Schema = "listening_ada";

    [SkippableFact]
    public async Task Replace_EveryTableAndView_IsAsPublished()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        using var fixture = await PublishAsync(SeededPlays.Create(2000, Seed));
        var report = await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        Assert.Equal((Schema, false, 2000L), (report.Schema, report.Incremental, report.Tables["listening_rows"]));
        await AssertEqualAsync(fixture, database);
        using var tables = fixture.Plays.OpenTables(SeededPlays.Account);
        foreach (var view in InsightViews.Names)
        {
            using var expected = tables.Query($"SELECT * FROM {view}");
            var rows = RowText.ReadAll(expected);
            Assert.NotEmpty(rows);
            Assert.Equal(rows.Order(StringComparer.Ordinal), (await database.QueryAsync($"SELECT * FROM {Schema}.{view}")).Order(StringComparer.Ordinal));
        }

        var indexes = await database.QueryAsync($"SELECT indexname FROM pg_indexes WHERE schemaname = '{Schema}' ORDER BY 1");
        Assert.Equal(PublishedSchema.Tables.SelectMany(table => table.Indexed.Select(column => $"{table.Name}_{column}")).Order(StringComparer.Ordinal), indexes);
    }

    [SkippableFact]
    public async Task Replace_TextsOfAnyCharacters_ArriveAsTheyAre()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var rows = SeededPlays.Create(3, Seed).Select(row => row with { Outcome = PlayOutcome.Play, ArtistName = "Notes \ud83c\udfb6 'quote' \\ \t\n", AlbumName = "" }).ToList();
        using var fixture = await PublishAsync(rows);
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        Assert.Equal(["Notes \ud83c\udfb6 'quote' \\ \t\n|"], await database.QueryAsync($"SELECT DISTINCT artist_name, album_name FROM {Schema}.plays"));
    }

    [SkippableFact]
    public async Task Incremental_AfterNewAndRemovedRows_SendsTheMonthsThatDifferAndEqualsAReplacement()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var rows = SeededPlays.Create(2000, Seed);
        using var fixture = await PublishAsync(rows[..1900]);
        var first = await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Incremental, CancellationToken.None);
        Assert.False(first.Incremental);

        fixture.Store.Rows = [.. rows.Skip(3)];
        await fixture.PublishAsync();
        var second = await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Incremental, CancellationToken.None);
        Assert.True(second.Incremental);
        Assert.InRange(second.Tables["listening_rows"], 100, 600);
        Assert.InRange(second.Deleted, 3, 1200);
        await AssertEqualAsync(fixture, database);

        var third = await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Incremental, CancellationToken.None);
        Assert.Equal((true, 0, 0), (third.Incremental, third.Rows, third.Deleted));
    }

    [SkippableFact]
    public async Task Replace_WithAReaderInALoop_ShowsTheOldOrTheNewStateAndNeverAnEmptyTable()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var rows = SeededPlays.Create(1000, Seed);
        using var fixture = await PublishAsync(rows[..600]);
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var seen = new HashSet<string>();
            do
                seen.UnionWith(await database.QueryAsync($"SELECT (SELECT count(*) FROM {Schema}.listening_rows), (SELECT revision FROM {Schema}.publication)"));
            while (!stop.IsCancellationRequested);
            return seen;
        });
        var allowed = new HashSet<string> { "600|1" };
        for (var revision = 2; revision < 8; revision++)
        {
            fixture.Store.Rows = rows[..(600 + (revision * 10))];
            await fixture.PublishAsync();
            allowed.Add($"{600 + (revision * 10)}|{revision}");
            await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, revision % 2 == 0 ? SyncMode.Replace : SyncMode.Incremental, CancellationToken.None);
        }

        await stop.CancelAsync();
        Assert.Subset(allowed, await reading);
    }

    [SkippableFact]
    public async Task Replace_InterruptedAtAnyTable_LeavesTheOldStateAndSucceedsNextTime()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        var rows = SeededPlays.Create(1000, Seed);
        using var fixture = await PublishAsync(rows[..500]);
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        var before = await database.QueryAsync($"SELECT * FROM {Schema}.plays ORDER BY play_id");
        fixture.Store.Rows = rows;
        await fixture.PublishAsync();
        for (var query = 1; query <= PublishedSchema.Tables.Count * 2; query++)
        {
            var faulty = new PostgresSync(new FailingTables(fixture.Plays, query), Options.Create(new SyncOptions()), TimeProvider.System);
            await Assert.ThrowsAsync<IOException>(() => faulty.RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None));
            Assert.Equal(before, await database.QueryAsync($"SELECT * FROM {Schema}.plays ORDER BY play_id"));
        }

        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        await AssertEqualAsync(fixture, database);
        Assert.Empty(await database.QueryAsync("SELECT nspname FROM pg_namespace WHERE nspname LIKE '%~%'"));
    }

    [SkippableFact]
    public async Task Replace_GrantsOnTheOldTables_HoldOnTheNewOnes()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        using var fixture = await PublishAsync(SeededPlays.Create(100, Seed));
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        await database.ExecuteAsync($"GRANT SELECT ON {Schema}.plays, {Schema}.v_top_artists TO PUBLIC");
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        var granted = await database.QueryAsync(
            $"SELECT table_name FROM information_schema.role_table_grants WHERE table_schema = '{Schema}' AND grantee = 'PUBLIC' ORDER BY 1");
        Assert.Equal(["plays", "v_top_artists"], granted);
    }

    [SkippableFact]
    public async Task Replace_WithAViewOfSomebodyElseOnATable_NamesItAndChangesNothing()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        using var fixture = await PublishAsync(SeededPlays.Create(100, Seed));
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        await database.ExecuteAsync($"CREATE VIEW mine AS SELECT artist_name FROM {Schema}.plays");
        var fault = await Assert.ThrowsAsync<SyncException>(() => Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None));
        Assert.Contains("mine", fault.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await database.QueryAsync("SELECT * FROM mine"));
    }

    [SkippableFact]
    public async Task Replace_WhileAReaderHoldsTheTables_TriesAgainUntilTheReaderEnds()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        using var fixture = await PublishAsync(SeededPlays.Create(100, Seed));
        await Sync(fixture).RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        await using var connection = new Npgsql.NpgsqlConnection(database.Url);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var read = new Npgsql.NpgsqlCommand($"SELECT count(*) FROM {Schema}.plays", connection, transaction))
            await read.ExecuteScalarAsync();

        var impatient = new PostgresSync(
            fixture.Plays, Options.Create(new SyncOptions { SwitchLockTimeout = TimeSpan.FromMilliseconds(20), SwitchTimeout = TimeSpan.FromMilliseconds(1) }), TimeProvider.System);
        var fault = await Assert.ThrowsAsync<SyncException>(() => impatient.RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None));
        Assert.Contains("Readers have held", fault.Message, StringComparison.Ordinal);

        var patient = new PostgresSync(fixture.Plays, Options.Create(new SyncOptions { SwitchLockTimeout = TimeSpan.FromMilliseconds(20) }), TimeProvider.System)
            .RunAsync(SeededPlays.Account, database.Url, SyncMode.Replace, CancellationToken.None);
        await transaction.CommitAsync();
        Assert.Equal(100, (await patient).Tables["listening_rows"]);
    }

    [SkippableFact]
    public async Task Run_WithAWrongAddressOrDatabase_SaysWhichIsWrong()
    {
        using var fixture = await PublishAsync(SeededPlays.Create(10, Seed));
        var server = PostgresUrl.Parse(PostgresServer.Url());
        server.Database = "no_such_database";
        var missing = await Assert.ThrowsAsync<SyncException>(() =>
            Sync(fixture).RunAsync(SeededPlays.Account, server.ConnectionString, SyncMode.Replace, CancellationToken.None));
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
        var silent = await Assert.ThrowsAsync<SyncException>(() =>
            Sync(fixture).RunAsync(SeededPlays.Account, "postgres://user:secret@127.0.0.1:1/db", SyncMode.Replace, CancellationToken.None));
        Assert.Contains("does not answer", silent.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", silent.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("me", "listening_me")]
    [InlineData("a-b_c", "listening_a-b_c")]
    public void SchemaName_OfAnAccount_IsItsName(string account, string expected) => Assert.Equal(expected, new SyncSchema(AccountName.Parse(account)).Name);

    [Fact]
    public void SchemaName_OfLongAccounts_StaysApartWithinPostgresLimit()
    {
        var names = new[] { new string('a', 63) + "b", new string('a', 63) + "c" }.Select(name => new SyncSchema(AccountName.Parse(name)).Name).ToList();
        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.InRange(name.Length + 4, 1, 63));
    }

    private static Task<PublishedFixture> PublishAsync(IReadOnlyList<PlayRow> rows) => new PublishedFixture(rows).PublishAsync();

    private static PostgresSync Sync(PublishedFixture fixture) => new(fixture.Plays, Options.Create(new SyncOptions()), TimeProvider.System);

    private static async Task AssertEqualAsync(PublishedFixture fixture, PostgresDatabase database)
    {
        using var tables = fixture.Plays.OpenTables(SeededPlays.Account);
        foreach (var table in PublishedSchema.Tables)
        {
            using var expected = tables.Query($"SELECT * FROM {table.Name}");
            Assert.Equal(
                RowText.ReadAll(expected).Order(StringComparer.Ordinal),
                (await database.QueryAsync($"SELECT * FROM {Schema}.{table.Name}")).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Fails at one of its queries, as a disk does.</summary>
    private sealed class FailingTables(IPublishedTables inner, int failing) : IPublishedTables
    {
        private int queries;

        public IReadOnlyList<ITablesSnapshot> OpenTables(AccountName account, int count) =>
            [.. inner.OpenTables(account, count).Select(snapshot => new Snapshot(snapshot, this))];

        private string Counted(string sql) => Interlocked.Increment(ref queries) == failing ? throw new IOException("The disk failed.") : sql;

        private sealed class Snapshot(ITablesSnapshot inner, FailingTables tables) : ITablesSnapshot
        {
            public DbDataReader Query(string sql) => inner.Query(tables.Counted(sql));

            public IArrowArrayStream ReadBatches(string sql) => inner.ReadBatches(tables.Counted(sql));

            public void Dispose() => inner.Dispose();
        }
    }
}
