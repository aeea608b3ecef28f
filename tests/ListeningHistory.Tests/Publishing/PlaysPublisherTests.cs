using System.Diagnostics;
using DuckDB.NET.Data;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Tests.Sync;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

public sealed class PlaysPublisherTests
{
    private const int Seed = 22;

    private static readonly string[] PlayColumns =
    [
        "play_id", "account", "ts_utc", "date", "year", "month", "year_month", "dow", "hour", "started_at_utc", "ms_played", "track_name", "artist_name",
        "album_name", "spotify_track_uri", "content_kind", "platform", "conn_country", "reason_start", "reason_end", "shuffle", "skipped", "offline",
        "incognito_mode", "suspected_duplicate", "source", "import_id",
    ];

    [Fact]
    public async Task Publish_TablesAndViews_AreThoseOfTheSpecification()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(300, Seed)).PublishAsync();
        Assert.Equal(PlayColumns, Query(fixture, "SELECT column_name FROM duckdb_columns() WHERE table_name = 'plays' ORDER BY column_index"));
        Assert.Equal(
            ["artists", "audio_features", "exclusions", "insight_plays", "listening_rows", "plays", "publication", "tracks"],
            Query(fixture, "SELECT table_name FROM duckdb_tables() ORDER BY 1"));
        Assert.Equal(
            new[]
            {
                "v_calendar", "v_discovery", "v_genres", "v_over_time", "v_popularity", "v_release_years", "v_sessions", "v_skips", "v_top_albums", "v_top_artists",
                "v_top_tracks", "v_weekday_hour",
            },
            Query(fixture, "SELECT view_name FROM duckdb_views() WHERE starts_with(view_name, 'v_') ORDER BY 1"));
        Assert.Equal(["7"], Query(fixture, "SELECT count(*) FROM duckdb_indexes()"));
    }

    [Fact]
    public async Task Publish_Plays_AreTheRowsThatCountAndListeningRowsAreAll()
    {
        var rows = SeededPlays.Create(300, Seed);
        using var fixture = await new PublishedFixture(rows).PublishAsync();
        Assert.Equal([$"{rows.Count}|{rows.Count(row => row.Counts)}"], Query(fixture, "SELECT (SELECT count(*) FROM listening_rows), (SELECT count(*) FROM plays)"));
        Assert.Equal(
            rows.Where(row => row.Counts).Select(row => row.PlayId.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
            Query(fixture, "SELECT play_id FROM plays").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Publish_Publication_NamesVersionRevisionAndSettings()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(10, Seed)).PublishAsync();
        var settings = fixture.Store.Settings;
        Assert.Equal(
            [$"{SeededPlays.Account}|{fixture.Store.Revision}|{PublishedSchema.Version}|{settings.TimeZone}|{settings.MinPlayMs}|{settings.CountsShortTracks}|{settings.DatesByStart}"],
            Query(fixture, "SELECT account, revision, schema_version, time_zone, min_play_ms, counts_short_tracks, dates_by_start FROM publication"));
    }

    [Fact]
    public async Task Publish_WhatThePlatformKnows_FillsTracksArtistsAndFeatures()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(600, Seed)).PublishAsync();
        Assert.Equal(["0"], Query(fixture, "SELECT count(*) FROM tracks WHERE CAST(track_id AS BIGINT) % 4 = 3"));
        Assert.Equal(["true"], Query(fixture, "SELECT count(*) > 50 FROM tracks JOIN audio_features USING (spotify_track_uri)"));

        // Genres of joint tracks are those of all their artists: polka belongs to the guest.
        Assert.Equal(["|jazz|jazz,pop"], [string.Join('|', Query(fixture, "SELECT DISTINCT genres FROM artists ORDER BY 1"))]);
        Assert.Equal(["0"], Query(fixture, "SELECT count(*) FROM tracks a JOIN tracks b ON a.isrc = b.isrc WHERE a.recording <> b.recording"));
    }

    [Fact]
    public async Task Publish_TheSameRevisionAgain_BuildsNothing()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(50, Seed)).PublishAsync();
        await fixture.PublishAsync();
        Assert.Equal(1, fixture.Store.Reads);
        await fixture.Publisher.PublishAsync(fixture.Store, rebuild: true, CancellationToken.None);
        File.Delete(fixture.PersonFile);
        await fixture.PublishAsync();
        Assert.Equal(3, fixture.Store.Reads);
        Assert.True(File.Exists(fixture.PersonFile));
    }

    [Fact]
    public async Task Publish_AfterAKilledBuild_OverwritesWhatItLeft()
    {
        using var fixture = new PublishedFixture(SeededPlays.Create(50, Seed));
        var folder = new PublishedFolder(fixture.Store.Folder);
        Directory.CreateDirectory(Path.Combine(folder.Folder, ".building.duckdb.tmp"));
        File.WriteAllText(folder.BuildFile, "half a file");
        File.WriteAllText(folder.BuildFile + ".wal", "half a log");
        File.WriteAllText(fixture.PersonFile + ".wal", "a log of some tool");
        await fixture.PublishAsync();
        Assert.Equal(["50"], Query(fixture, "SELECT count(*) FROM listening_rows"));
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(folder.Folder).Select(Path.GetFileName).Where(name => !name!.EndsWith(".duckdb", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Publish_WhenTheBuildFails_LeavesTheFormerFile()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(50, Seed)).PublishAsync();
        fixture.Store.Rows = SeededPlays.Create(80, Seed);
        fixture.Store.Fault = new IOException("The disk failed.");
        await Assert.ThrowsAsync<IOException>(fixture.PublishAsync);
        Assert.NotEmpty(fixture.Api.ListSkips(SeededPlays.Account, new ListSkipsRequest(), CancellationToken.None).Artists);
        Assert.Equal(["50"], Query(fixture, "SELECT count(*) FROM listening_rows"));
    }

    [Fact]
    public async Task Open_WhileANewFileIsPublished_GoesOnWithItsOwnAndThenSeesTheNew()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(50, Seed)).PublishAsync();
        using (var before = fixture.Plays.OpenTables(SeededPlays.Account))
        {
            fixture.Store.Rows = SeededPlays.Create(80, Seed);
            await fixture.PublishAsync();
            Assert.Equal(["50"], Count(before));
        }

        using var after = fixture.Plays.OpenTables(SeededPlays.Account);
        Assert.Equal(["80"], Count(after));
    }

    [Fact]
    public async Task Open_FromManyThreadsWhileFilesArePublished_AlwaysSeesOneWholeFile()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(40, Seed)).PublishAsync();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var seen = new HashSet<string>();
            do
            {
                using var tables = fixture.Plays.OpenTables(SeededPlays.Account);
                using var rows = tables.Query("SELECT (SELECT count(*) FROM listening_rows), (SELECT revision FROM publication)");
                seen.UnionWith(RowText.ReadAll(rows));
            }
            while (!stop.IsCancellationRequested);
            return seen;
        })).ToList();
        var allowed = new HashSet<string> { "40|1" };
        for (var revision = 2; revision <= 8; revision++)
        {
            fixture.Store.Rows = SeededPlays.Create(40 + revision, Seed);
            allowed.Add($"{40 + revision}|{revision}");
            await fixture.PublishAsync();
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), seen => Assert.Subset(allowed, seen));
    }

    [Fact]
    public async Task PersonFile_OpenedForWritingByATool_HindersNeitherInsightsNorPublishing()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(50, Seed)).PublishAsync();
        using var tool = new DuckDBConnection($"Data Source={fixture.PersonFile}");
        tool.Open();
        using (var command = tool.CreateCommand())
        {
            command.CommandText = "DELETE FROM plays";
            command.ExecuteNonQuery();
        }

        Assert.True(fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest(), CancellationToken.None).Summary.Plays > 0);
        fixture.Store.Rows = SeededPlays.Create(60, Seed);
        await fixture.PublishAsync();
    }

    [SkippableFact]
    public async Task PersonFile_OpenedByPythonWhileInsightsReadAndPublishingGoesOn_AnswersTheSame()
    {
        Skip.IfNot(Python("import duckdb") is not null, "python3 has no module duckdb; set PYTHONPATH to a folder that has it.");
        using var fixture = await new PublishedFixture(SeededPlays.Create(200, Seed)).PublishAsync();
        using var reading = fixture.Plays.OpenTables(SeededPlays.Account);
        var expected = fixture.Api.GetSummary(SeededPlays.Account, new GetSummaryRequest { Filter = new InsightFilter { WithSuspected = true } }, CancellationToken.None).Summary.Plays;
        fixture.Store.Rows = SeededPlays.Create(200, Seed);
        var publishing = fixture.PublishAsync();
        Assert.Equal(
            $"{expected}",
            Python($"import duckdb; c = duckdb.connect('{fixture.PersonFile}', read_only=True); c.execute('FROM v_top_artists').fetchall(); print(c.execute('SELECT count(*) FROM insight_plays').fetchone()[0])"));
        await publishing;
    }

    [Fact]
    public async Task EveryView_ComparedWithItsInsightOverAllTime_IsTheSame()
    {
        using var fixture = await new PublishedFixture(SeededPlays.Create(500, Seed)).PublishAsync();
        var artists = fixture.Api.ListTopArtists(SeededPlays.Account, new ListTopArtistsRequest { Order = new InsightOrder { Limit = 1000 } }, CancellationToken.None).Artists;
        Assert.Equal(artists.Select(a => $"{a.Rank}|{a.ArtistName}|{a.Plays}|{a.MsPlayed}"), Query(fixture, "SELECT rank, artist_name, plays, ms_played FROM v_top_artists"));
        var discovery = fixture.Api.GetDiscovery(SeededPlays.Account, new GetDiscoveryRequest(), CancellationToken.None).Months;
        Assert.Equal(discovery.Select(m => $"{m.YearMonth}|{m.NewArtists}|{m.NewTracks}|{m.Plays}|{m.RepeatPlays}"), Query(fixture, "FROM v_discovery"));
        foreach (var statement in InsightStatements.Questions)
            Assert.NotEmpty(Query(fixture, statement.WithoutParameters()));
    }

    [Fact]
    public void Open_AnAccountWithoutPlays_SaysWhatToDo()
    {
        using var fixture = new PublishedFixture([]);
        var fault = Assert.Throws<NoPlaysPublishedException>(() => fixture.Plays.Open(AccountName.Parse("nobody")));
        Assert.Contains("platform listening ingest", fault.Message, StringComparison.Ordinal);
    }

    private static List<string> Count(ITablesSnapshot tables)
    {
        using var rows = tables.Query("SELECT count(*) FROM listening_rows");
        return RowText.ReadAll(rows);
    }

    /// <summary>On the person's file, as any tool sees it.</summary>
    private static List<string> Query(PublishedFixture fixture, string sql)
    {
        using var connection = new DuckDBConnection($"Data Source={fixture.PersonFile};access_mode=READ_ONLY");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        return [.. RowText.ReadAll(reader).Select(row => row.Replace("True", "true", StringComparison.Ordinal))];
    }

    /// <returns>What it prints; null where it fails.</returns>
    private static string? Python(string script)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = python.StandardError.ReadToEndAsync();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            _ = errors.Result;
            return python.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
