using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>DuckDB by its Node package, installed into a work folder; not available without node, npm or the package feed.</summary>
internal static class DuckDb
{
    private const string Script = """
        const { DuckDBInstance } = require('@duckdb/node-api');
        const n = names => names.map(name => name + ' DOUBLE').join(', ');
        const section = n(['start','duration','confidence','loudness','tempo','tempo_confidence','key','key_confidence','mode','mode_confidence','time_signature','time_signature_confidence']);
        const track = n(['duration','tempo','tempo_confidence','time_signature','time_signature_confidence','key','key_confidence','mode','mode_confidence','loudness','end_of_fade_in','start_of_fade_out','num_samples','analysis_sample_rate']);
        (async () => {
          const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
          const rows = await db.runAndReadAll(`SELECT count(meta.track_id), sum(len(sections)), sum(track.tempo), sum(list_sum([s.tempo for s in sections]))
            FROM read_json('${process.argv[2]}', format = 'newline_delimited', compression = 'zstd', maximum_object_size = 67108864,
              columns = {meta: 'STRUCT(track_id VARCHAR, analyzer_version VARCHAR, analysis_time DOUBLE)', track: 'STRUCT(${track})', sections: 'STRUCT(${section})[]'})`);
          const row = rows.getRows()[0];
          console.log(`${row[0]} ${row[1]}`);
        })().catch(error => { console.error(error.message); process.exit(1); });
        """;

    /// <returns>The script to run with node, or null.</returns>
    public static string? TryInstall(string workFolder)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workFolder, "duckdb")).FullName;
        var script = Path.Combine(folder, "read.js");
        File.WriteAllText(script, Script);
        if (Directory.Exists(Path.Combine(folder, "node_modules", "@duckdb", "node-api")))
            return script;
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "@duckdb/node-api"]))!;
            npm.WaitForExit();
            return npm.ExitCode == 0 ? script : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
