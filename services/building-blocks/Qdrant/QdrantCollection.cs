using Grpc.Core;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Qdrant.Calls;
using SpotifyPlatform.Qdrant.Points;

namespace SpotifyPlatform.Qdrant;

/// <summary>Sees once, before the first call, that the collection is there and is what the index needs; creates what is missing.</summary>
internal sealed class QdrantCollection(QdrantConnection connection, QdrantOptions options, int dimensions, ILogger logger) : IDisposable
{
    /// <summary>The first with the vector message that is sent.</summary>
    private static readonly Version Oldest = new(1, 13);

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
            .ReadAsync("Qdrant/HealthCheck", call => connection.Server.HealthCheckAsync(new(), call), cancellationToken)
            .ConfigureAwait(false);

        // A build of one's own may be named otherwise; then its answers must do.
        if (Version.TryParse(reply.Version.Split('-', '+')[0], out var version) && version < Oldest)
            throw new StoreRefusedException($"Qdrant at {connection.Address} is {version}; {Oldest} or later is needed.");
    }

    private async Task<Wire.CollectionInfo?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var request = new Wire.GetCollectionInfoRequest { CollectionName = options.Collection };
            var answer = await connection
                .ReadAsync("Collections/Get", call => connection.Collections.GetAsync(request, call), cancellationToken)
                .ConfigureAwait(false);
            return answer.Result
                ?? throw new InvalidDataException($"Qdrant at {connection.Address} answered nothing about the collection {options.Collection}.");
        }
        catch (StoreRefusedException fault) when (fault.InnerException is CallFault { Status: StatusCode.NotFound })
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
            QuantizationConfig = new Wire.QuantizationConfig
            {
                Scalar = new Wire.ScalarQuantization { Type = Wire.QuantizationType.Int8, Quantile = 0.99f, AlwaysRam = true },
            },
        };
        try
        {
            await connection
                .WriteAsync("Collections/Create", call => connection.Collections.CreateAsync(request, call), static _ => { }, cancellationToken)
                .ConfigureAwait(false);
            Log.Created(logger, options.Collection, dimensions, connection.Address);
        }
        catch (StoreRefusedException fault) when (fault.InnerException is CallFault { Status: StatusCode.AlreadyExists })
        {
            // Another process was faster, or an attempt whose answer was lost.
        }

        return await FindAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new IOException($"The collection {options.Collection} was created at {connection.Address} and is not there.");
    }

    private void CheckVectors(Wire.VectorsConfig? vectors)
    {
        var found = vectors?.Params;
        if (found?.Size != (ulong)dimensions || found.Distance != Wire.Distance.Cosine)
            throw new StoreRefusedException(
                $"The collection {options.Collection} at {connection.Address} holds " +
                $"{(found is null ? "named vectors" : $"vectors of {found.Size} dimensions by {found.Distance}")}, " +
                $"where {dimensions} by {Wire.Distance.Cosine} are configured. Name another collection (Storage:Qdrant:Collection) and fill it with platform reindex, " +
                "or set Embedding:Dimensions back to what the collection was made with.");
    }

    private async Task IndexAsync(string field, Wire.FieldType type, CancellationToken cancellationToken)
    {
        var request = new Wire.CreateFieldIndexCollection
        {
            CollectionName = options.Collection, Wait = true, FieldName = field, FieldType = type, Ordering = Writes.Strong,
        };
        await connection
            .WriteAsync("Points/CreateFieldIndex", call => connection.Points.CreateFieldIndexAsync(request, call), Writes.EnsureCompleted, cancellationToken)
            .ConfigureAwait(false);
    }
}
