using Grpc.Core;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Qdrant.Calls;
using SpotifyPlatform.Qdrant.Points;

namespace SpotifyPlatform.Qdrant;

/// <summary>Before the first call, verifies that the collection fits the index; creates a missing collection and missing payload indexes.</summary>
internal sealed class QdrantCollection(QdrantConnection connection, QdrantOptions options, int dimensions, ILogger logger) : IDisposable
{
    /// <summary>The first version with the vector message that is sent.</summary>
    private static readonly Version MinVersion = new(1, 13);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool ready;

    /// <exception cref="StoreRefusedException">The server is too old, or the collection has other vectors.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (ready)
            return;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (ready)
                return;
            await CheckVersionAsync(cancellationToken).ConfigureAwait(false);
            var collection = await FindAsync(cancellationToken).ConfigureAwait(false) ?? await CreateAsync(cancellationToken).ConfigureAwait(false);
            CheckVectors(collection.Config?.Params?.VectorsConfig);
            foreach (var (field, type) in Payload.Indexed.Where(index => !collection.PayloadSchema.ContainsKey(index.Key)))
                await IndexAsync(field, type, cancellationToken).ConfigureAwait(false);
            ready = true;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var reply = await connection
            .ReadAsync("Qdrant/HealthCheck", call => connection.Client.Qdrant.HealthCheckAsync(new(), call), cancellationToken)
            .ConfigureAwait(false);

        // Custom builds may have other version strings; they are not checked.
        if (Version.TryParse(reply.Version.Split('-', '+')[0], out var version) && version < MinVersion)
            throw new StoreRefusedException($"Qdrant at {connection.Address} has version {version}; {MinVersion} or later is required.");
    }

    private async Task<Wire.CollectionInfo?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new Wire.GetCollectionInfoRequest { CollectionName = options.Collection };
            var answer = await connection
                .ReadAsync("Collections/Get", call => connection.Client.Collections.GetAsync(request, call), cancellationToken)
                .ConfigureAwait(false);
            return answer.Result
                ?? throw new InvalidDataException($"Qdrant at {connection.Address} returned no information about the collection {options.Collection}.");
        }
        catch (StoreRefusedException ex) when (ex.InnerException is QdrantCallException { Status: StatusCode.NotFound })
        {
            return null;
        }
    }

    private async Task<Wire.CollectionInfo> CreateAsync(CancellationToken cancellationToken)
    {
        var request = new Wire.CreateCollection
        {
            CollectionName = options.Collection,
            VectorsConfig = new Wire.VectorsConfig
            {
                Params = new Wire.VectorParams { Size = (ulong)dimensions, Distance = Wire.Distance.Cosine, OnDisk = options.VectorsOnDisk },
            },
            HnswConfig = new Wire.HnswConfigDiff { OnDisk = options.GraphOnDisk },
            OnDiskPayload = options.PayloadOnDisk,
        };
        if (options.Int8Quantization)
            request.QuantizationConfig = new Wire.QuantizationConfig
            {
                Scalar = new Wire.ScalarQuantization { Type = Wire.QuantizationType.Int8, Quantile = 0.99f, AlwaysRam = true },
            };
        try
        {
            await connection
                .WriteAsync("Collections/Create", call => connection.Client.Collections.CreateAsync(request, call), static _ => { }, cancellationToken)
                .ConfigureAwait(false);
            Log.Created(logger, options.Collection, dimensions, connection.Address);
        }
        catch (StoreRefusedException ex) when (ex.InnerException is QdrantCallException { Status: StatusCode.AlreadyExists })
        {
            // Created by another process, or by an attempt whose response was lost.
        }

        return await FindAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"The collection {options.Collection} was created at {connection.Address}, but does not exist.");
    }

    private void CheckVectors(Wire.VectorsConfig? vectors)
    {
        var found = vectors?.Params;
        if (found?.Size != (ulong)dimensions || found.Distance != Wire.Distance.Cosine)
            throw new StoreRefusedException(
                $"The collection {options.Collection} at {connection.Address} holds " +
                $"{(found is null ? "named vectors" : $"vectors of {found.Size} dimensions by {found.Distance}")}, " +
                $"but the configuration needs {dimensions} by {Wire.Distance.Cosine}. Set Storage:Qdrant:Collection to another collection and fill it with platform reindex, " +
                "or set Embedding:Dimensions to the value that the collection was created with.");
    }

    private async Task IndexAsync(string field, Wire.FieldType type, CancellationToken cancellationToken)
    {
        var request = new Wire.CreateFieldIndexCollection
        {
            CollectionName = options.Collection, Wait = true, FieldName = field, FieldType = type, Ordering = WriteSettings.Strong,
        };
        await connection
            .WriteAsync("Points/CreateFieldIndex", call => connection.Client.Points.CreateFieldIndexAsync(request, call), WriteSettings.EnsureCompleted, cancellationToken)
            .ConfigureAwait(false);
    }
}
