using System.Runtime.CompilerServices;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery;

/// <summary>The rows of a query, fetched page by page.</summary>
public sealed class BigQueryResults
{
    /// <summary>The server may answer pages without rows, but not for ever.</summary>
    private const int MaxEmptyPages = 100;

    private readonly BigQueryClient client;
    private readonly QueryPage first;
    private readonly int? pageSize;

    internal BigQueryResults(BigQueryClient client, BigQueryJob job, QueryPage first, int? pageSize)
    {
        (this.client, this.first, this.pageSize, Job) = (client, first, pageSize, job);
        Schema = first.Schema ?? new TableSchema { Fields = [] };
    }

    public BigQueryJob Job { get; }

    public TableSchema Schema { get; }

    /// <summary>Of a query; null for other statements.</summary>
    public long? TotalRows => first.TotalRows;

    /// <summary>Rows that a statement inserted, deleted or changed.</summary>
    public long? NumDmlAffectedRows => first.NumDmlAffectedRows ?? Job.NumDmlAffectedRows;

    /// <exception cref="BigQueryException">A page cannot be fetched, or is no page.</exception>
    public async IAsyncEnumerable<BigQueryRow> GetRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (page, empty) = (first, 0);
        while (true)
        {
            foreach (var row in page.Rows ?? [])
                yield return new BigQueryRow(Schema, row ?? throw new BigQueryException(BigQueryErrorKind.InvalidResponse, "A row is null."));
            if (string.IsNullOrEmpty(page.PageToken))
                yield break;
            var next = await client.ReadPageAsync(Job.Reference, page.PageToken, pageSize, cancellationToken).ConfigureAwait(false);
            empty = next.Rows is { Count: > 0 } ? 0 : empty + 1;
            if (next.PageToken == page.PageToken || empty > MaxEmptyPages)
                throw new BigQueryException(BigQueryErrorKind.InvalidResponse, "The server's pages do not end.");
            page = next;
        }
    }

    /// <summary>All rows; for small results.</summary>
    public async Task<IReadOnlyList<BigQueryRow>> ToListAsync(CancellationToken cancellationToken)
    {
        var rows = new List<BigQueryRow>();
        await foreach (var row in GetRowsAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(row);
        return rows;
    }
}
