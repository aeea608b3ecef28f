namespace SpotifyPlatform.Vectors.Scan;

/// <inheritdoc cref="BlockScan"/>
internal sealed unsafe class BlockScan<TLanes> : BlockScan
    where TLanes : struct, ILanes<TLanes>
{
    public override int Next(float* units, int dimensions, float* query, int block, int end, float threshold, float* scores, out uint lanes)
    {
        var least = TLanes.All(threshold);
        var first = units + (long)block * dimensions * Rows;
        for (; block < end; block++, first += (long)dimensions * Rows)
        {
            lanes = 0;
            for (var lane = 0; lane < Rows; lane += TLanes.Count)
            {
                var row = first + lane;
                var dot = TLanes.Load(row).Times(TLanes.All(query[0]));
                for (var d = 1; d < dimensions; d++)
                    dot = TLanes.Load(row + d * Rows).TimesPlus(TLanes.All(query[d]), dot);
                dot.Store(scores + lane);
                lanes |= dot.AtLeast(least) << lane;
            }

            if (lanes != 0)
                return block;
        }

        lanes = 0;
        return end;
    }

    public override int NextStretched(
        float* units, int dimensions, float* query, float* stretch, int block, int end, float threshold, float* scores, out uint lanes)
    {
        var least = TLanes.All(threshold);
        for (; block < end; block++)
        {
            lanes = 0;
            for (var lane = 0; lane < Rows; lane += TLanes.Count)
            {
                var row = units + (long)block * dimensions * Rows + lane;
                var (dot, square, any) = (TLanes.All(0), TLanes.All(0), TLanes.All(0));
                for (var d = 0; d < dimensions; d++)
                {
                    var stretched = TLanes.Load(row + d * Rows).Times(TLanes.All(stretch[d]));
                    dot = stretched.TimesPlus(TLanes.All(query[d]), dot);
                    square = stretched.TimesPlus(stretched, square);
                    any = any.Larger(stretched.Magnitude());
                }

                var score = dot.Over(square.Root());
                score.Store(scores + lane);
                var untold = TLanes.All(TinySquare).Above(square) & any.Above(TLanes.All(0));
                lanes |= (score.AtLeast(least) | untold) << lane;
                for (; untold != 0; untold &= untold - 1)
                    scores[lane + System.Numerics.BitOperations.TrailingZeroCount(untold)] = float.PositiveInfinity;
            }

            if (lanes != 0)
                return block;
        }

        lanes = 0;
        return end;
    }

    public override int Nearest(float* units, int dimensions, float* query, int blocks)
    {
        var bestScores = stackalloc float[Rows];
        var bestBlocks = stackalloc float[Rows];
        for (var lane = 0; lane < Rows; lane += TLanes.Count)
        {
            var (best, tag) = (TLanes.All(float.NegativeInfinity), TLanes.All(0));
            for (var block = 0; block < blocks; block++)
            {
                var row = units + (long)block * dimensions * Rows + lane;
                var dot = TLanes.Load(row).Times(TLanes.All(query[0]));
                for (var d = 1; d < dimensions; d++)
                    dot = TLanes.Load(row + d * Rows).TimesPlus(TLanes.All(query[d]), dot);
                (best, tag) = best.OrBetter(tag, dot, TLanes.All(block));
            }

            best.Store(bestScores + lane);
            tag.Store(bestBlocks + lane);
        }

        var at = 0;
        for (var lane = 1; lane < Rows; lane++)
            if (bestScores[lane] > bestScores[at])
                at = lane;
        return (int)bestBlocks[at] * Rows + at;
    }

    public override void All(float* units, int dimensions, float* query, float* stretch, int blocks, float* scores, float* lengths)
    {
        for (var at = 0; at < blocks * Rows; at += TLanes.Count)
        {
            var row = units + (long)(at / Rows) * dimensions * Rows + at % Rows;
            var (dot, square) = (TLanes.All(0), TLanes.All(0));
            for (var d = 0; d < dimensions; d++)
            {
                var value = TLanes.Load(row + d * Rows);
                if (stretch is not null)
                {
                    value = value.Times(TLanes.All(stretch[d]));
                    square = value.TimesPlus(value, square);
                }

                dot = value.TimesPlus(TLanes.All(query[d]), dot);
            }

            if (stretch is null)
            {
                dot.Store(scores + at);
                continue;
            }

            var length = square.Root();
            length.Store(lengths + at);
            dot.Over(length).Store(scores + at);
        }
    }
}
