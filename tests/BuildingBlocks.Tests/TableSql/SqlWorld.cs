using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.TableSql;
using SpotifyPlatform.TableSql.Export;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.TableSql;

/// <summary>Tables and accesses in a temporary folder, and sessions on them.</summary>
internal sealed class SqlWorld : IDisposable
{
    /// <summary>When tables are published.</summary>
    public const long Now = 1_800_000_000;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Now));

    public SqlWorld()
    {
        Artifacts = new FolderArtifactStore(folder.File("artifacts"), null, clock);
        Tables = new TableStore(Artifacts, Artifacts, folder.File("scratch"), 16 << 20, 1, clock);
        Accesses = new SqliteAccessStore(folder.File("access.sqlite"), clock);
    }

    public FolderArtifactStore Artifacts { get; }

    public TableStore Tables { get; }

    public SqliteAccessStore Accesses { get; }

    public World Random { get; } = new(20261128);

    public string Path(string name) => folder.File(name);

    public SqlSession Open(int threads = 2, long memory = 256 << 20) => new(Tables, Accesses, Options(threads, memory));

    public TableExport Export(string output, int threads = 2) => new(Tables, Accesses, Options(threads, 256 << 20), output);

    /// <summary>Each row as text, in the order of the statement.</summary>
    public static List<string> Rows(SqlSession session, string sql, params (string Name, object Value)[] parameters) =>
        session.Run(sql, parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value), Read, CancellationToken.None);

    public static List<string> Read(DbDataReader reader)
    {
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(Text([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]));
        return rows;
    }

    public static string Text(params object?[] values) => string.Join('|', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"));

    public void Dispose()
    {
        Accesses.Dispose();
        folder.Dispose();
    }

    private SqlSessionOptions Options(int threads, long memory) => new(folder.File("scratch")) { Threads = threads, MaxMemoryBytes = memory };
}
