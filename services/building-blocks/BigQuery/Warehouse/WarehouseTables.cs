using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>The tables of analysis rows and of what is loaded, as the specification names them.</summary>
internal sealed class WarehouseTables(BigQueryClient client, string dataset)
{
    public const string Key = "spotify_id";

    public static readonly TableSchema TrackSchema = new TableSchemaBuilder
    {
        { Key, BigQueryDbType.String, BigQueryFieldMode.Required }, { "duration", BigQueryDbType.Float64 }, { "tempo", BigQueryDbType.Float64 },
        { "tempo_confidence", BigQueryDbType.Float64 }, { "time_signature", BigQueryDbType.Int64 }, { "time_signature_confidence", BigQueryDbType.Float64 },
        { "key", BigQueryDbType.Int64 }, { "key_confidence", BigQueryDbType.Float64 }, { "mode", BigQueryDbType.Int64 },
        { "mode_confidence", BigQueryDbType.Float64 }, { "loudness", BigQueryDbType.Float64 }, { "end_of_fade_in", BigQueryDbType.Float64 },
        { "start_of_fade_out", BigQueryDbType.Float64 }, { "num_samples", BigQueryDbType.Int64 }, { "analysis_sample_rate", BigQueryDbType.Int64 },
        { "analyzer_version", BigQueryDbType.String }, { "analysis_time", BigQueryDbType.Float64 },
    }.Build();

    public static readonly TableSchema SectionSchema = new TableSchemaBuilder
    {
        { Key, BigQueryDbType.String, BigQueryFieldMode.Required }, { "section_index", BigQueryDbType.Int64, BigQueryFieldMode.Required }, { "start", BigQueryDbType.Float64 },
        { "duration", BigQueryDbType.Float64 }, { "confidence", BigQueryDbType.Float64 }, { "loudness", BigQueryDbType.Float64 }, { "tempo", BigQueryDbType.Float64 },
        { "tempo_confidence", BigQueryDbType.Float64 }, { "key", BigQueryDbType.Int64 }, { "key_confidence", BigQueryDbType.Float64 }, { "mode", BigQueryDbType.Int64 },
        { "mode_confidence", BigQueryDbType.Float64 }, { "time_signature", BigQueryDbType.Int64 }, { "time_signature_confidence", BigQueryDbType.Float64 },
    }.Build();

    private static readonly TableSchema LoadSchema = new TableSchemaBuilder
    {
        { "shard", BigQueryDbType.String, BigQueryFieldMode.Required }, { "state", BigQueryDbType.String, BigQueryFieldMode.Required }, { "load_id", BigQueryDbType.String },
        { "generation", BigQueryDbType.String }, { "revision", BigQueryDbType.Int64 }, { "extractor_version", BigQueryDbType.Int64 }, { "tracks", BigQueryDbType.Int64 },
        { "sections", BigQueryDbType.Int64 }, { "source", BigQueryDbType.String }, { "changed_at", BigQueryDbType.Timestamp },
    }.Build();

    private volatile bool areThere;

    public TableReference Tracks { get; } = client.GetTableReference(dataset, "spotify_audio_analysis_tracks");

    public TableReference Sections { get; } = client.GetTableReference(dataset, "spotify_audio_analysis_sections");

    /// <summary>What is loaded and what is being loaded: a row a shard and load.</summary>
    public TableReference Loads { get; } = client.GetTableReference(dataset, "spotify_audio_analysis_loads");

    /// <summary>A table that rows are loaded into before they replace others; the server deletes it after a day.</summary>
    public TableReference Staging(string kind, string loadId) => client.GetTableReference(dataset, $"staging_{kind}_{loadId}");

    /// <summary>Creates what is missing in the data set.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (areThere)
            return;
        await client.GetDatasetAsync(dataset, cancellationToken).ConfigureAwait(false);
        await CreateAsync(Tracks, TrackSchema, Key, "Audio analysis: a row a track.", cancellationToken).ConfigureAwait(false);
        await CreateAsync(Sections, SectionSchema, Key, "Audio analysis: a row a section.", cancellationToken).ConfigureAwait(false);
        await CreateAsync(Loads, LoadSchema, "shard", "Which shards are loaded. Written by the warehouse loader alone.", cancellationToken).ConfigureAwait(false);
        areThere = true;
    }

    public Task<Table> CreateStagingAsync(TableReference table, TableSchema schema, DateTimeOffset now, CancellationToken cancellationToken) => client.GetOrCreateTableAsync(
        new Table { TableReference = table, Schema = schema, ExpirationTime = now.AddDays(1).ToUnixTimeMilliseconds() }, cancellationToken);

    public static string Columns(TableSchema schema) => string.Join(", ", schema.Fields!.Select(field => $"`{field.Name}`"));

    private Task<Table> CreateAsync(TableReference table, TableSchema schema, string clustering, string description, CancellationToken cancellationToken) => client.GetOrCreateTableAsync(
        new Table { TableReference = table, Schema = schema, Clustering = new Clustering([clustering]), Description = description }, cancellationToken);
}
