using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform sql</c>: SQL over the tables of a data folder.</summary>
internal static class SqlCommand
{
    public static Command Create()
    {
        var (data, memory) = (CommonOptions.Data(), Memory());
        var sql = new Argument<string?>("SQL") { Description = "Statements of DuckDB's SQL. Without them they are read from standard input, each until a semicolon.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<QueryFormat>("--format") { Description = "table, csv or json. A table shows the first 1,000 rows." };
        var parameters = new Option<string[]>("--param") { Description = "NAME=VALUE: the value of $NAME in the statements. A number is a number, all else is text. May be repeated." };
        var command = new Command("sql", """
            Runs SQL over the tables of a data folder, with the table and column names of the source documents: tracks, artists, albums, audio_features,
            spotify_audio_features_cache, spotify_mbid_xref, playlist_cooccurrence, spotify_artist_genres, precomputed_similar, track_access_log,
            spotify_audio_analysis_tracks, spotify_audio_analysis_sections. DESCRIBE TABLE shows its columns. Nothing on disk is changed, and statements read
            no other file. A running platform may be beside it: all statements read the tables that were current at their first use.

            Example:
              platform sql "SELECT key, count(*), avg(energy) FROM audio_features GROUP BY key ORDER BY key" --data data/store
              platform sql "SELECT * FROM tracks WHERE id = \$id" --param id=0Case00000000000000001 --format json
              platform sql < queries.sql
            """)
        {
            sql, data, format, parameters, memory,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var values = Values(parsed.GetValue(parameters) ?? []);
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            using var session = new SqlSession(
                services.GetRequiredService<TableStore>(), services.GetRequiredService<IAccessStore>(), Options(services, CommonOptions.Size("--memory", parsed.GetValue(memory)!)));
            var output = new QueryOutput(Console.Out, parsed.GetValue(format));
            if (parsed.GetValue(sql) is { } statements)
            {
                session.Run(statements, values, output.Write, stop);
                return ExitCode.Done;
            }

            return Read(session, values, output, stop);
        });
        return command;
    }

    /// <summary>What DuckDB may use; its memory is that of one command.</summary>
    public static Option<string> Memory() => new("--memory")
    {
        Description = "Memory of DuckDB; sorts, joins and aggregates that need more are spilled to the folder scratch.", DefaultValueFactory = _ => "1GB",
    };

    public static SqlSessionOptions Options(IServiceProvider services, long memory) =>
        new(services.GetRequiredService<IOptions<StorageOptions>>().Value.ScratchFolder) { MaxMemoryBytes = memory };

    /// <summary>Runs statements from standard input. Somebody who types goes on after an error; a script ends with it.</summary>
    private static int Read(SqlSession session, Dictionary<string, object> values, QueryOutput output, CancellationToken stop)
    {
        var isTyped = !Console.IsInputRedirected;
        if (isTyped)
            Console.Error.WriteLine("Statements end with a semicolon; SHOW TABLES; lists the tables. .quit ends.");
        foreach (var statement in Statements(Console.In, isTyped ? Console.Error : null))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                session.Run(statement, values, output.Write, stop);
            }
            catch (Exception ex) when (isTyped && ex is SqlRefusedException or TableNotBuiltException or InvalidDataException)
            {
                Console.Error.WriteLine(ex.Message);
            }
        }

        return ExitCode.Done;
    }

    /// <summary>Statements of one line or several, each up to a line that ends with a semicolon; the last may have none.</summary>
    /// <param name="prompt">Null where nobody types.</param>
    internal static IEnumerable<string> Statements(TextReader input, TextWriter? prompt)
    {
        var lines = new List<string>();
        while (true)
        {
            prompt?.Write(lines.Count == 0 ? "sql> " : "...> ");
            if (input.ReadLine() is not { } line || (lines.Count == 0 && line.Trim() is ".quit" or ".exit"))
                break;
            if (lines.Count > 0 || line.Trim().Length > 0)
                lines.Add(line);
            if (!line.TrimEnd().EndsWith(';'))
                continue;
            yield return string.Join('\n', lines);
            lines.Clear();
        }

        if (lines.Count > 0)
            yield return string.Join('\n', lines);
    }

    private static Dictionary<string, object> Values(string[] parameters)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (parameter.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new UsageException($"--param: '{parameter}' is not NAME=VALUE.");
            values[name] = long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
                : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real
                : value;
        }

        return values;
    }
}
