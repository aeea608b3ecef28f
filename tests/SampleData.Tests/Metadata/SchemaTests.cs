namespace SpotifyPlatform.SampleData.Tests.Metadata;

[Collection(nameof(SampleFolder))]
public sealed class SchemaTests(SampleFolder sample)
{
    private static readonly string[] Files =
        ["spotify_clean.sqlite3", "spotify_clean_audio_features.sqlite3", "spotify_clean_playlists.sqlite3"];

    [Fact]
    public void Tables_ColumnsAndTypes_AreTheDataSets() => Assert.Equal(Golden.Lines("Metadata.Schema.txt"), Each("""
        SELECT m.name || ' ' || group_concat(c.name || ':' || lower(c.type), ' ')
        FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' GROUP BY m.name
        """));

    [Fact]
    public void Indexes_ColumnsAndUniqueness_AreTheDataSets() => Assert.Equal(Golden.Lines("Metadata.Indexes.txt"), Each("""
        SELECT i.name || ' ' || i."unique" || ' ' || m.name || '(' || (SELECT group_concat(name) FROM pragma_index_info(i.name)) || ')'
        FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin = 'c'
        """));

    [Fact]
    public void PlaylistTracks_Rows_AreClusteredByPlaylist()
    {
        using var playlists = sample.Open(Files[2]);
        Assert.Equal(1, playlists.One("SELECT wr FROM pragma_table_list('playlist_tracks')"));
        Assert.Contains("WITHOUT ROWID", (string)playlists.All("SELECT sql FROM sqlite_schema WHERE name = 'playlist_tracks'")[0][0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ByTheEnginesOwnCheck_AreSound() => Assert.All(Files, name =>
    {
        using var file = sample.Open(name);
        Assert.Equal("ok", file.All("PRAGMA integrity_check")[0][0]);
        Assert.Empty(file.All("PRAGMA foreign_key_check"));
    });

    [Fact]
    public void Manifest_Counts_AreTheFilesRows() => Assert.All(Files, name =>
    {
        using var file = sample.Open(name);
        foreach (var table in file.All("SELECT name FROM sqlite_schema WHERE type = 'table'"))
            Assert.Equal(sample.Summary.Counts[$"{name}/{table[0]}"], file.One($"SELECT count(*) FROM {table[0]}"));
    });

    private IEnumerable<string> Each(string sql) => Files
        .SelectMany(name =>
        {
            using var file = sample.Open(name);
            return file.All(sql).Select(row => (string)row[0]!);
        })
        .Order(StringComparer.Ordinal);
}
