using System.CommandLine;
using SpotifyPlatform.Contracts.Listening.V1;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>What every question about listening takes.</summary>
internal sealed class InsightOptions
{
    public Option<DirectoryInfo> Data { get; } = CommonOptions.Data();

    public Option<string> Account { get; } = ListeningOptions.Account();

    public Option<string> Period { get; } = new("--period") { Description = $"{SpotifyPlatform.ListeningHistory.Insights.Period.Names}.", DefaultValueFactory = _ => "all" };

    public Option<string> Today { get; } = new("--today") { Description = "The day on which 7d, 30d, 90d, year and 12m end, YYYY-MM-DD; else today.", DefaultValueFactory = _ => "" };

    public Option<bool> WithSuspected { get; } = new("--with-suspected") { Description = "Count suspected duplicates too." };

    public Option<bool> WithoutPrivate { get; } = new("--without-private") { Description = "Leave private sessions out." };

    public Option<bool> Json { get; } = CommonOptions.Json();

    public IEnumerable<Option> All => [Period, Today, WithSuspected, WithoutPrivate, Account, Data, Json];

    public InsightFilter Filter(ParseResult parsed) => new()
    {
        Period = parsed.GetValue(Period), Today = parsed.GetValue(Today), WithSuspected = parsed.GetValue(WithSuspected), WithoutPrivate = parsed.GetValue(WithoutPrivate),
    };
}
