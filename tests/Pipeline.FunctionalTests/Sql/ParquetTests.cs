using System.Diagnostics;
using System.Text.Json;
using SpotifyPlatform.TableSql.Export;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Sql;

/// <summary>Exported Parquet files, read by pyarrow: rows and types are those of the views.</summary>
[Collection(nameof(SqlWorlds))]
public sealed class ParquetTests(SqlWorld world)
{
    /// <summary>A line for the types of each table, and one for each of its rows.</summary>
    private const string Reader = """
        import json, os, sys
        import pyarrow.parquet as pq
        root = sys.argv[1]
        for table in sorted(name for name in os.listdir(root) if not name.startswith(".")):
            folder = os.path.join(root, table)
            manifest = json.load(open(os.path.join(folder, "manifest.json")))
            columns = [column["name"] for column in manifest["columns"]]
            for file in manifest["files"]:
                rows = pq.read_table(os.path.join(folder, file["name"]))
                assert rows.num_rows == file["rows"], file
                print(json.dumps([table, "types"] + [str(rows.schema.field(name).type) for name in columns]))
                assert rows.column_names == columns, rows.column_names
                for row in rows.to_pylist():
                    print(json.dumps([table] + [row[name] for name in columns]))
        """;

    private static readonly Dictionary<string, string> ArrowTypes = new() { ["VARCHAR"] = "string", ["DOUBLE"] = "double", ["BIGINT"] = "int64" };

    [SkippableFact]
    public async Task Parquet_ReadByPyarrow_HasTheRowsAndTypesOfTheViews()
    {
        var python = Python();
        var output = world.Output("parquet");
        await Platform.DoneAsync("export", "--data", world.Data, "--output", output);

        var lines = await RunAsync(python, output);

        using var session = world.Open();
        Assert.Equal(12, session.Views.Count);
        foreach (var view in session.Views)
        {
            var manifest = ExportManifest.Find(Path.Combine(output, view))!;
            var read = lines.Where(line => line[0].GetString() == view).ToLookup(line => line.Count > 1 && line[1].ValueKind == JsonValueKind.String && line[1].GetString() == "types");
            Assert.All(read[true], types => Assert.Equal(manifest.Columns.Select(column => ArrowTypes[column.Type]), types.Skip(2).Select(type => type.GetString()!)));
            Assert.Equal(manifest.Files.Count, read[true].Count());
            Assert.Equal(
                session.Run($"SELECT * FROM {view}", new Dictionary<string, object>(), SqlWorld.Rows, CancellationToken.None).Order(StringComparer.Ordinal),
                read[false].Select(row => SqlWorld.Text([.. row.Skip(1).Zip(manifest.Columns, (value, column) => Value(value, column.Type))])).Order(StringComparer.Ordinal));
        }
    }

    private static object? Value(JsonElement value, string type) => value.ValueKind == JsonValueKind.Null ? null : type switch
    {
        "DOUBLE" => value.GetDouble(),
        "BIGINT" => value.GetInt64(),
        _ => value.GetString(),
    };

    /// <summary>Python with pyarrow, which may be in a folder of its own: SPOTIFYPLATFORM_TEST_PYARROW.</summary>
    private static ProcessStartInfo Python()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_TEST_PYARROW") is { Length: > 0 } folder)
            start.Environment["PYTHONPATH"] = folder;
        start.ArgumentList.Add("-c");
        var asked = new ProcessStartInfo(start.FileName, ["-c", "import pyarrow.parquet"]) { RedirectStandardError = true };
        asked.Environment["PYTHONPATH"] = start.Environment.TryGetValue("PYTHONPATH", out var path) ? path : "";
        try
        {
            using var process = Process.Start(asked)!;
            process.WaitForExit();
            Skip.If(process.ExitCode != 0, "python3 has no pyarrow; SPOTIFYPLATFORM_TEST_PYARROW can name the folder that it is in.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no python3.");
        }

        return start;
    }

    private static async Task<List<List<JsonElement>>> RunAsync(ProcessStartInfo start, string output)
    {
        start.ArgumentList.Add(Reader);
        start.ArgumentList.Add(output);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        var message = await error;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"python3 ended with {process.ExitCode}: {message}");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<List<JsonElement>>(line)!)];
    }
}
