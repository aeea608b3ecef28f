using System.Reflection;
using System.Runtime.ExceptionServices;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>Runs the tests of a contract suite one by one where its server is there.</summary>
internal static class ContractSuite
{
    private const string WholeSuite = "(the whole suite)";

    /// <summary>All tests of a suite with their arguments; a single row without a server, so that the skip is reported.</summary>
    public static TheoryData<string, object?[]> Of<TContract>(bool isServerThere)
    {
        var rows = new TheoryData<string, object?[]>();
        if (!isServerThere)
            rows.Add(WholeSuite, []);
        else
            foreach (var test in typeof(TContract).GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null))
                foreach (var arguments in test.GetCustomAttributes<InlineDataAttribute>().Select(data => data.GetData(test).Single()).DefaultIfEmpty([]))
                    rows.Add(test.Name, arguments);
        return rows;
    }

    public static async Task RunAsync(object contract, string test, object?[] arguments)
    {
        try
        {
            await (Task)contract.GetType().GetMethod(test)!.Invoke(contract, arguments)!;
        }
        catch (TargetInvocationException ex) when (ex.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }
}
