using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>The same look-ups by each contestant, in turns.</summary>
internal sealed class LookupContestants(Table table, SqliteRows sqlite, TableRows data, TimeSpan turn)
{
    public int Mismatches(int count)
    {
        using var raw = sqlite.OpenRaw();
        using var ado = sqlite.OpenAdo();
        var wrong = 0;
        var (key, value) = (new byte[TableRows.KeyBytes], new byte[data.ValueBytes]);
        for (var i = 0; i < count; i++)
        {
            TableRows.Fill((long)i * data.Count / count, key, value);
            var found = table.TryFind(key, row => row.ToArray(), out var row) && row.AsSpan().SequenceEqual(value);
            if (!found || !raw.Find(key).SequenceEqual(value) || ado.Find(key)?.AsSpan().SequenceEqual(value) != true)
                wrong++;
        }

        return wrong;
    }

    /// <returns>Look-ups or batches a second, the median of the rounds.</returns>
    public IReadOnlyDictionary<string, double> Measure(bool absent, int threads, int batch, int rounds)
    {
        var contestants = new Dictionary<string, Func<int, Func<byte[], int>>>
        {
            ["table"] = _ => batch == 1 ? One : Many,
            ["sqlite raw"] = _ => Raw(batch),
            ["sqlite ado"] = _ => Ado(batch),
        };
        var rates = contestants.Keys.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds + 1; round++)
            foreach (var (name, open) in contestants)
            {
                var rate = Run(threads, batch, absent, open);
                // The first round warms the caches.
                if (round > 0)
                    rates[name].Add(rate);
            }

        return rates.ToDictionary(rate => rate.Key, rate => rate.Value.Order().ElementAt(rate.Value.Count / 2));
    }

    public void Scan(int rounds)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Seconds(() => ScanTable()));
            theirs.Add(Seconds(() =>
            {
                using var raw = sqlite.OpenRaw();
                return raw.Scan();
            }));
        }

        var (a, b) = (ours.Order().ElementAt(rounds / 2), theirs.Order().ElementAt(rounds / 2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scan: table {data.Count / a / 1e6:0.0} M rows/s, sqlite raw {data.Count / b / 1e6:0.0} M rows/s; {b / a:0.00}"));

        (long, long) ScanTable()
        {
            var (rows, sum) = (0L, 0L);
            using var cursor = table.Scan();
            for (; cursor.MoveNext(); rows++)
                sum += cursor.Key[0] + cursor.Value[0];
            return (rows, sum);
        }

        double Seconds(Func<(long Rows, long Sum)> scan)
        {
            var began = TimeProvider.System.GetTimestamp();
            if (scan().Rows != data.Count)
                throw new InvalidDataException("A scan missed rows.");
            return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        }
    }

    private int One(byte[] keys) => table.TryFind(keys, value => value[0], out _) ? 1 : 0;

    private int Many(byte[] keys)
    {
        var count = 0;
        table.FindMany(keys, (value, _) => count++);
        return count;
    }

    private Func<byte[], int> Raw(int batch)
    {
        var raw = sqlite.OpenRaw();
        return keys =>
        {
            var found = 0;
            for (var i = 0; i < batch; i++)
                found += raw.Find(keys.AsSpan(i * TableRows.KeyBytes, TableRows.KeyBytes)).Length > 0 ? 1 : 0;
            return found;
        };
    }

    private Func<byte[], int> Ado(int batch)
    {
        var ado = sqlite.OpenAdo();
        return keys =>
        {
            var found = 0;
            for (var i = 0; i < batch; i++)
                found += ado.Find(batch == 1 ? keys : keys.AsSpan(i * TableRows.KeyBytes, TableRows.KeyBytes).ToArray()) is null ? 0 : 1;
            return found;
        };
    }

    private double Run(int threads, int batch, bool absent, Func<int, Func<byte[], int>> open)
    {
        var totals = new long[threads];
        var began = TimeProvider.System.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(thread => new Thread(() => totals[thread] = Work(thread, batch, absent, open(thread)))).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return totals.Sum() / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private long Work(int thread, int batch, bool absent, Func<byte[], int> find)
    {
        var random = new Random(thread + 1);
        var keys = new byte[batch * TableRows.KeyBytes];
        var began = TimeProvider.System.GetTimestamp();
        var done = 0L;
        while (TimeProvider.System.GetElapsedTime(began) < turn)
            for (var i = 0; i < 64; i++, done++)
            {
                for (var k = 0; k < batch; k++)
                    TableRows.Key(absent ? data.Count + random.NextInt64(data.Count) : random.NextInt64(data.Count), keys.AsSpan(k * TableRows.KeyBytes));
                if (find(keys) != (absent ? 0 : batch))
                    throw new InvalidDataException("A look-up missed a row.");
            }

        return done;
    }
}
