using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;
using static SpotifyPlatform.TableSql.DuckDb.ScanColumn;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>Accesses and promotions of tracks, page by page from their store: those that are not promoted, most accessed first, then the others by id.</summary>
internal sealed class AccessScan(IAccessStore accesses) : IScan
{
    private static readonly ScanColumn[] AccessColumns =
        [Text("spotify_id"), Integer("access_count"), Integer("last_accessed"), Integer("vectorized"), Integer("promoted_at")];

    public IReadOnlyList<ScanColumn> Columns => AccessColumns;

    public long? Rows => null;

    public IReadOnlyList<string> ListFiles() => FileNames.Numbered(1);

    public IScanRun Begin(IReadOnlyList<bool> wanted, int? file) => new RangeRun([() => new Reader(accesses)]);

    private sealed class Reader(IAccessStore accesses) : IRangeReader
    {
        private TrackAccess? lastCandidate;
        private Music.TrackId? lastPromoted;
        private bool inPromoted;

        public int Read(RowChunk chunk)
        {
            var page = NextPage(chunk.Capacity);
            for (var row = 0; row < page.Count; row++)
                Write(chunk, row, page[row]);
            return page.Count;
        }

        public void Dispose()
        {
        }

        private IReadOnlyList<TrackAccess> NextPage(int limit)
        {
            if (!inPromoted)
            {
                var candidates = accesses.CandidatesAsync(0, lastCandidate, limit, CancellationToken.None).GetAwaiter().GetResult();
                if (candidates.Count > 0)
                {
                    lastCandidate = candidates[^1];
                    return candidates;
                }

                inPromoted = true;
            }

            var promoted = accesses.PromotedAsync(lastPromoted, limit, CancellationToken.None).GetAwaiter().GetResult();
            if (promoted.Count == 0)
                return [];
            lastPromoted = promoted[^1];
            return accesses.GetAsync(promoted, CancellationToken.None).GetAwaiter().GetResult();
        }

        private static void Write(RowChunk chunk, int row, TrackAccess access)
        {
            chunk.Text(0, row, access.Id.ToString());
            chunk.Integer(1, row, access.Count);
            // A track that was promoted by hand may never have been accessed.
            chunk.Integer(2, row, access.Count > 0 ? access.LastAccessed.ToUnixTimeSeconds() : null);
            chunk.Integer(3, row, access.PromotedAt is null ? 0 : 1);
            chunk.Integer(4, row, access.PromotedAt?.ToUnixTimeSeconds());
        }
    }
}
