using System.CommandLine;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Imports;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>Options that the listening verbs share.</summary>
internal static class ListeningOptions
{
    public static Argument<string[]> Paths() => new("PATH")
    {
        Description = "Exports: zips, folders, JSON files, in any number.", Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string> Account() => new("--account")
    {
        Description = "Whose listening: 1 to 64 of a-z, 0-9, '-' and '_'.", DefaultValueFactory = _ => AccountName.Default.Value,
    };

    public static Option<string> TimeZone() => new("--time-zone")
    {
        Description = "IANA name of the time zone for dates and hours, kept for the account. America/Toronto unless set.",
    };

    /// <summary>Keeps the time zone for the account, where one is named.</summary>
    /// <exception cref="UsageException">The system does not know the time zone.</exception>
    public static async Task SaveTimeZoneAsync(ListeningImports imports, AccountName account, string? timeZone)
    {
        if (timeZone is null)
            return;
        try
        {
            await imports.SaveSettingsAsync(account, imports.Settings(account) with { TimeZone = timeZone }, CancellationToken.None);
        }
        catch (FormatException ex)
        {
            throw new UsageException(ex.Message);
        }
    }

    /// <summary>The option that makes a command act on the account; empty for the default account.</summary>
    public static string For(AccountName account) => account == AccountName.Default ? "" : $" --account {account}";

    /// <exception cref="UsageException">The text is not an account name.</exception>
    public static AccountName Read(string? account) =>
        AccountName.TryParse(account, out var name) ? name : throw new UsageException(Message(account));

    private static string Message(string? account)
    {
        try
        {
            return AccountName.Parse(account ?? "").Value;
        }
        catch (FormatException ex)
        {
            return ex.Message;
        }
    }
}
