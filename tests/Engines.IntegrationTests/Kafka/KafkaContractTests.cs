using System.Reflection;
using System.Runtime.ExceptionServices;
using SpotifyPlatform.Testing.EventBus;
using Xunit.Sdk;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>The contract suite of the event bus on mock brokers of the client library, and on a real broker if one is configured.</summary>
[Trait("Category", "Integration")]
public sealed class KafkaContractTests
{
    private const string WholeSuite = "(the whole suite)";

    /// <summary>
    /// What mock brokers cannot show. They elect a leader a second less than a session after the first member asks to join, whoever has come by then
    /// (<c>rd_kafka_mock_cgrp_classic_rebalance</c>), and give out the partitions of a member that was late; a broker waits for every member until its
    /// poll interval is over. A late member's commit then meets another generation, and it loses its partitions before that interval. They also refuse commits
    /// while members join, which a broker takes.
    /// </summary>
    private static readonly string[] NotOnMockBrokers =
    [
        nameof(ConsumingContract.Consume_RevokedWhileTheHandlerWorks_FinishesAndTheNewOwnerGoesOnAfterIt),
        nameof(RebalancingContract.Lose_AMemberThatDoesNotAsk_IsToldAndItsCommitIsIgnored),
        nameof(RebalancingContract.Revoke_InTheMiddleOfABatch_TheNewOwnerGoesOnAfterTheCommittedPrefix),
    ];

    private static readonly Type[] Contracts =
        [typeof(KafkaPublishing), typeof(KafkaSubscribing), typeof(KafkaReading), typeof(KafkaRebalancing), typeof(KafkaConsuming)];

    private static readonly IReadOnlyDictionary<string, (Type Contract, MethodInfo Test, object[] Arguments)> Tests = Contracts
        .SelectMany(contract => contract.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).SelectMany(method => Cases(contract, method)))
        .ToDictionary(test => test.Name, test => (test.Contract, test.Method, test.Arguments));

    /// <summary>All tests of the suite.</summary>
    public static TheoryData<string> Suite() => [.. Tests.Keys];

    public static TheoryData<string> SuiteOfMockBrokers() => [.. Tests.Keys.Except(NotOnMockBrokers)];

    /// <summary>All tests of the suite; a single row without a server, so that the skip is reported.</summary>
    public static TheoryData<string> SuiteOfABroker() => BrokerServer.IsThere ? Suite() : [WholeSuite];

    [Theory]
    [MemberData(nameof(SuiteOfMockBrokers))]
    public Task Contract_OnMockBrokers_Holds(string test) => RunAsync(test, new MockServer());

    [SkippableTheory]
    [MemberData(nameof(SuiteOfABroker))]
    public Task Contract_OnARealBroker_Holds(string test)
    {
        Skip.If(!BrokerServer.IsThere, BrokerServer.WhySkipped);
        return RunAsync(test, new BrokerServer());
    }

    private static IEnumerable<(string Name, Type Contract, MethodInfo Method, object[] Arguments)> Cases(Type contract, MethodInfo method)
    {
        var rows = method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)).DefaultIfEmpty([]);
        return rows.Select(row => (row.Length == 0 ? method.Name : $"{method.Name}({string.Join(", ", row)})", contract, method, row));
    }

    private static async Task RunAsync(string name, IKafkaServer server)
    {
        using var running = server;
        var (type, test, arguments) = Tests[name];
        var contract = (BusScenario)Activator.CreateInstance(type, server)!;
        await contract.InitializeAsync();
        try
        {
            await (Task)test.Invoke(contract, arguments)!;
        }
        catch (TargetInvocationException ex) when (ex.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }
}
