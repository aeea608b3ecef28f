using Google.Protobuf;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant.Fake;

/// <summary>Evaluates filters, read by their published field numbers. A point that lacks a field matches no condition on it.</summary>
internal static class FakeConditions
{
    /// <summary>Filter{must=2, must_not=3}.</summary>
    public static Func<FakePoint, bool> Of(WireMessage filter)
    {
        var must = filter.AllBytes(2).Select(Condition).ToList();
        var mustNot = filter.AllBytes(3).Select(Condition).ToList();
        return point => must.All(condition => condition(point)) && !mustNot.Any(condition => condition(point));
    }

    /// <summary>Condition{field=1{key=1, match=2, range=3} | has_id=3{has_id=1}}.</summary>
    private static Func<FakePoint, bool> Condition(ByteString bytes)
    {
        var condition = WireMessage.Read(bytes, 1, 3);
        if (condition.Has(3))
        {
            var ids = condition.Message(3, 1).AllBytes(1).Select(FakePoint.ReadId).ToHashSet();
            return point => ids.Contains(point.Id);
        }

        var field = condition.Message(1, 1, 2, 3);
        var key = field.Text(1);
        var meets = field.Has(3) ? Range(field.Message(3, 1, 2, 3, 4)) : Match(field.Message(2, 3, 5));
        return point => point.Values(key).Any(meets);
    }

    /// <summary>Range{lt=1, gt=2, gte=3, lte=4} over Value{double=2, integer=3}.</summary>
    private static Func<WireMessage, bool> Range(WireMessage range)
    {
        double Bound(int number, double none) => range.Has(number) ? range.Double(number) : none;
        var (below, above) = (Bound(1, double.PositiveInfinity), Bound(2, double.NegativeInfinity));
        var (least, most) = (Bound(3, double.NegativeInfinity), Bound(4, double.PositiveInfinity));
        return value =>
        {
            var number = value.Has(3) ? (long)value.Integer(3) : value.Double(2);
            return number < below && number > above && number >= least && number <= most;
        };
    }

    /// <summary>Match{boolean=3 | keywords=5{strings=1}} over Value{string=4, bool=5}.</summary>
    private static Func<WireMessage, bool> Match(WireMessage match)
    {
        if (match.Has(5))
        {
            var keywords = match.Message(5, 1).Texts(1).ToHashSet(StringComparer.Ordinal);
            return value => value.Has(4) && keywords.Contains(value.Text(4));
        }

        var flag = match.Bool(3);
        return value => value.Has(5) && value.Bool(5) == flag;
    }
}
