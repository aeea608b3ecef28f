using System.Buffers.Binary;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;

/// <summary>A table of as many numbers as its input says; the inputs are shared by every instance.</summary>
internal sealed class NumbersTable(NumbersInput input) : IDerivedTable
{
    public string Name => "numbers";

    /// <summary>Units that were written, by this instance.</summary>
    public int Built { get; private set; }

    public int Units { get; init; } = 1;

    public int MappingVersion { get; init; } = 1;

    /// <summary>Happens while a unit is written.</summary>
    public Action<IProgress<long>> WhileWriting { get; set; } = _ => { };

    public Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (input.Current is not { } current)
            return Task.FromResult(WantedTable.WaitFor("The numbers file was not verified yet."));
        var plan = new TablePlan
        {
            Table = Name, KeyBytes = 4, PageBytes = 512, MappingVersion = MappingVersion, Units = Units,
            Rules = new() { ["step"] = $"{input.Step}" }, Inputs = new() { ["numbers"] = current.Content },
        };
        return Task.FromResult(WantedTable.Of(plan, new() { ["numbers"] = current.Revision }, sourceRows: 100 * Units));
    }

    public Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        Built++;
        WhileWriting(rows);
        if (plan.Inputs["numbers"].StartsWith("bad", StringComparison.Ordinal) && plan.Rules["step"] == "1")
            throw new TableRefusedException("not_numbers", "Line 7 of the numbers file holds no number. Fetch the file again.");
        var seed = plan.Inputs["numbers"].Length;
        for (var i = 99; i >= 0; i--)
        {
            var key = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(key, unit * 1000 + i);
            writer.Add(key, BitConverter.GetBytes(i * seed));
        }

        return Task.CompletedTask;
    }
}

/// <summary>What was announced of the file, and an option.</summary>
internal sealed class NumbersInput
{
    public (string Content, long Revision)? Current { get; set; }

    public int Step { get; set; } = 1;
}
