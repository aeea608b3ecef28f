using System.Reflection;

namespace SpotifyPlatform.Architecture.Tests.Contracts;

/// <summary>Compares the messages and topics with the checked-in lock. <c>UPDATE_CONTRACTS_LOCK=1</c> writes an intended change.</summary>
public sealed class ContractLockTests
{
    [Fact]
    public void Descriptors_ComparedWithTheLock_AreTheSame()
    {
        var path = Repository.PathOf("protos", "contracts.lock");
        var shape = WireShape.Describe();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS_LOCK") == "1")
            File.WriteAllText(path, shape);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), shape);
    }

    [Fact]
    public void TopicTable_InProtosReadme_NamesEveryTopicWithItsClassAndPartitions()
    {
        var rows = File.ReadLines(Repository.PathOf("protos", "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')} {cells[4]} {cells[5]}");
        var topics = SpotifyPlatform.Contracts.Topics.All.Select(topic => $"{topic.Name} {WireShape.Class(topic)} {topic.Partitions}");
        Assert.Equal(topics.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.Equal(typeof(SpotifyPlatform.Contracts.Topics).GetFields(BindingFlags.Public | BindingFlags.Static).Length, topics.Count());
    }

    [Fact]
    public void TopicNames_AllOfThem_FollowTheForm() =>
        Assert.All(WireShape.Topics(), topic => Assert.Matches(@"^[a-z]+\.[a-z-]+\.[a-z]+\.v[0-9]+ ", topic));
}
