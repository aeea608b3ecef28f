namespace SpotifyPlatform.Vectors.Scan;

/// <inheritdoc cref="BlockScan"/>
internal sealed unsafe class BlockScan<TLanes> : BlockScan
    where TLanes : struct, ILanes<TLanes>
{
    public override int Next(float* units, int dimensions, float* query, int block, int end, float threshold, float* scores, out uint lanes)
    {
        var least = TLanes.Broadcast(threshold);
        var first = units + (long)block * dimensions * Rows;
        for (; block < end; block++, first += (long)dimensions * Rows)
        {
            lanes = 0;
            for (var lane = 0; lane < Rows; lane += TLanes.Count)
            {
                var row = first + lane;
                var dot = TLanes.Load(row).Multiply(TLanes.Broadcast(query[0]));
                for (var d = 1; d < dimensions; d++)
                    dot = TLanes.Load(row + d * Rows).MultiplyAdd(TLanes.Broadcast(query[d]), dot);
                dot.Store(scores + lane);
                lanes |= dot.GreaterThanOrEqual(least) << lane;
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
        var least = TLanes.Broadcast(threshold);
        for (; block < end; block++)
        {
            lanes = 0;
            for (var lane = 0; lane < Rows; lane += TLanes.Count)
            {
                var row = units + (long)block * dimensions * Rows + lane;
                var (dot, square, any) = (TLanes.Broadcast(0), TLanes.Broadcast(0), TLanes.Broadcast(0));
                for (var d = 0; d < dimensions; d++)
                {
                    if (stretch[d] == 0)
                        continue;
                    var unit = TLanes.Load(row + d * Rows);
                    var stretched = unit.Multiply(TLanes.Broadcast(stretch[d]));
                    dot = stretched.MultiplyAdd(TLanes.Broadcast(query[d]), dot);
                    square = stretched.MultiplyAdd(stretched, square);
                    any = any.Max(unit.Abs());
                }

                var score = dot.Divide(square.Sqrt());
                score.Store(scores + lane);
                var unscored = TLanes.Broadcast(TinySquare).GreaterThan(square) & any.GreaterThan(TLanes.Broadcast(0));
                lanes |= (score.GreaterThanOrEqual(least) | unscored) << lane;
                for (; unscored != 0; unscored &= unscored - 1)
                    scores[lane + System.Numerics.BitOperations.TrailingZeroCount(unscored)] = float.PositiveInfinity;
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
            var (best, tag) = (TLanes.Broadcast(float.NegativeInfinity), TLanes.Broadcast(0));
            for (var block = 0; block < blocks; block++)
            {
                var row = units + (long)block * dimensions * Rows + lane;
                var dot = TLanes.Load(row).Multiply(TLanes.Broadcast(query[0]));
                for (var d = 1; d < dimensions; d++)
                    dot = TLanes.Load(row + d * Rows).MultiplyAdd(TLanes.Broadcast(query[d]), dot);
                (best, tag) = best.SelectMax(tag, dot, TLanes.Broadcast(block));
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
            var (dot, square) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
            for (var d = 0; d < dimensions; d++)
            {
                var value = TLanes.Load(row + d * Rows);
                if (stretch is not null)
                {
                    value = value.Multiply(TLanes.Broadcast(stretch[d]));
                    square = value.MultiplyAdd(value, square);
                }

                dot = value.MultiplyAdd(TLanes.Broadcast(query[d]), dot);
            }

            if (stretch is null)
            {
                dot.Store(scores + at);
                continue;
            }

            var length = square.Sqrt();
            length.Store(lengths + at);
            dot.Divide(length).Store(scores + at);
        }
    }
}
