using SpotifyPlatform.PipelineStatus;

namespace SpotifyPlatform.BuildingBlocks.Tests.PipelineStatus;

public sealed class PipelineProgressTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merge_StoresOfTheirOwn_AreSummed()
    {
        var merged = PipelineProgress.Merge([Stages([new("vectors", "a", 3)]), Stages([new("vectors", "b", 4), new("pairs", "b", 1)])]);
        Assert.Equal([new("pairs", "b", 1), new("vectors", "a", 3), new("vectors", "b", 4)], merged.Stages);
        Assert.Equal((7, 1, 0), (merged.Count("vectors"), merged.Count("pairs"), merged.Count("shards_loaded")));
    }

    [Fact]
    public void Merge_OneStoreReadBySeveral_IsCountedOnceAtItsFurthest()
    {
        var merged = PipelineProgress.Merge([Stages([new("vectors", "a", 3)]), Stages([new("vectors", "a", 5)]), Stages([new("vectors", "a", 4)])]);
        Assert.Equal(new("vectors", "a", 5), Assert.Single(merged.Stages));
    }

    [Fact]
    public void Merge_StoresWithNamesThatDifferByCase_AreTwo() =>
        Assert.Equal(7, PipelineProgress.Merge([Stages([new("vectors", "a", 3)]), Stages([new("vectors", "A", 4)])]).Count("vectors"));

    [Fact]
    public void Merge_GroupReadAtSeveralMoments_IsTheOneWithMoreToDo()
    {
        var early = new GroupProgress("topic", "group", Total: 9, Pending: 4, TimeSpan.FromSeconds(5), DeadLetters: 1);
        var late = early with { Pending = 0, OldestPendingAge = null };
        Assert.Equal(early, Assert.Single(PipelineProgress.Merge([Groups(late), Groups(early)]).Groups));
        Assert.Equal(late with { Total = 10 }, Assert.Single(PipelineProgress.Merge([Groups(late), Groups(late with { Total = 10 })]).Groups));
    }

    [Fact]
    public void Merge_Groups_AreInTheOrderOfTopicAndGroup()
    {
        GroupProgress[] groups = [Group("b", "x"), Group("a", "y"), Group("a", "x"), Group("B", "x")];
        Assert.Equal(["B x", "a x", "a y", "b x"], PipelineProgress.Merge([Groups(groups)]).Groups.Select(group => $"{group.Topic} {group.Group}"));
    }

    [Fact]
    public void Merge_RefusedEvents_AreTheNewestOfEachOnce()
    {
        var refused = Enumerable.Range(0, PipelineProgress.MaxRefused + 5).Select(i => Refused($"{i:D2}", Noon.AddMinutes(i))).ToArray();
        var merged = PipelineProgress.Merge([Refusals(refused[..20]), Refusals(refused[10..])]);
        Assert.Equal(refused.Reverse().Take(PipelineProgress.MaxRefused), merged.Refused);
    }

    [Fact]
    public void Merge_OneEventRefusedByTwoGroups_StaysTwo()
    {
        var first = Refused("1", Noon);
        Assert.Equal(2, PipelineProgress.Merge([Refusals(first, first with { Group = "other" }), Refusals(first with { Topic = "topic" })]).Refused.Count);
    }

    [Fact]
    public void Merge_NoneOrEmptyParts_IsEmpty()
    {
        foreach (var merged in new[] { PipelineProgress.Merge([]), PipelineProgress.Merge([Stages(), Groups()]), PipelineProgress.Merge([ProgressMapper.FromMessage(null)]) })
        {
            Assert.Empty(merged.Stages);
            Assert.Empty(merged.Groups);
            Assert.Empty(merged.Refused);
        }
    }

    [Fact]
    public void Merge_AnswersOverTheWire_AreAsLocalOnes()
    {
        var local = new PipelineProgress(
            [new("vectors", "a", 3)], [Group("topic", "group") with { Pending = 2, OldestPendingAge = TimeSpan.FromMilliseconds(1500) }], [Refused("1", Noon)]);
        var remote = ProgressMapper.FromMessage(Contracts.Status.V1.PipelineProgress.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(local.ToMessage())));
        var merged = PipelineProgress.Merge([local, remote]);
        Assert.Equal((local.Stages, local.Groups, local.Refused), (merged.Stages.ToList(), merged.Groups.ToList(), merged.Refused.ToList()), Same);
    }

    private static bool Same(
        (IReadOnlyList<StageCount> Stages, IReadOnlyList<GroupProgress> Groups, IReadOnlyList<RefusedEvent> Refused) x,
        (IReadOnlyList<StageCount> Stages, IReadOnlyList<GroupProgress> Groups, IReadOnlyList<RefusedEvent> Refused) y) =>
        x.Stages.SequenceEqual(y.Stages) && x.Groups.SequenceEqual(y.Groups) && x.Refused.SequenceEqual(y.Refused);

    private static PipelineProgress Stages(params StageCount[] stages) => new(stages, [], []);

    private static PipelineProgress Groups(params GroupProgress[] groups) => new([], groups, []);

    private static PipelineProgress Refusals(params RefusedEvent[] refused) => new([], [], refused);

    private static GroupProgress Group(string topic, string group) => new(topic, group, Total: 3, Pending: 0, OldestPendingAge: null, DeadLetters: 0);

    private static RefusedEvent Refused(string id, DateTimeOffset at) => new("topic", "group", "key", id, new Refusal("bad_event", "It is bad."), at);
}
