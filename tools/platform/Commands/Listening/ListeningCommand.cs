using System.CommandLine;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening</c>: a person's own plays. Needs no data set and no server.</summary>
internal static class ListeningCommand
{
    public static Command Create()
    {
        var command = Imports();
        foreach (var insight in InsightCommands.All())
            command.Add(insight);
        return command;
    }

    private static Command Imports() => new("listening", """
        A person's own listening: exports in, questions answered. Needs no data set, no server and no Web API.

        Example:
          platform listening preview my_spotify_data.zip
          platform listening ingest  my_spotify_data.zip --time-zone Europe/Berlin
          platform listening top tracks --period 12m
        """)
    {
        ImportCommands.Ingest(),
        ImportCommands.Preview(),
        AccountCommands.Imports(),
        AccountCommands.Undo(),
        AccountCommands.Settings(),
        AccountCommands.DeleteMe(),
        ListeningRunCommand.Create(),
        SyncCommand.Create(),
        PublishCommand.Create(),
        EnrichCommand.Create(),
        ExcludeCommand.Create(),
        ScrobbleCommands.Import(),
        ScrobbleCommands.Export(),
    };
}
