namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// A distribution by its quantiles, with straight lines between them. It uses no C library function, so every machine computes the
/// same values.
/// </summary>
/// <param name="points">Ascending by share, from 0 to 1: the share of items whose value is at most the value.</param>
internal sealed class Quantiles(params (double Share, double Value)[] points)
{
    /// <param name="rank">Uniform, 0 to 1.</param>
    public double At(double rank)
    {
        var i = 1;
        while (i < points.Length - 1 && points[i].Share <= rank)
            i++;
        var (low, high) = (points[i - 1], points[i]);
        return low.Value + (high.Value - low.Value) * (rank - low.Share) / (high.Share - low.Share);
    }
}
