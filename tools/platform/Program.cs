using System.CommandLine;
using SpotifyPlatform.Platform.Commands;
using SpotifyPlatform.Platform.Commands.Acquire;
using SpotifyPlatform.Platform.Commands.Enrichment;
using SpotifyPlatform.Platform.Commands.Listening;
using SpotifyPlatform.Platform.Commands.Spotify;
using SpotifyPlatform.Platform.Output;

var root = new RootCommand("""
    SpotifyPlatform: from music-metadata data sets to answers.

    First steps:
      platform sample --out data/input
      platform run    --input data/input --data data/store --until-idle
      platform track  ID --data data/store

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some input was refused (the output names it and the reason), 130 stopped.
    """)
{
    SampleCommand.Create(),
    AcquireCommand.Create(),
    ExtractCommand.Create(),
    PlanCommand.Create(),
    RunCommand.Create(),
    MineCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
    InspectCommand.Create(),
    StatusCommand.Create(),
    TablesCommand.Create(),
    CheckCommand.Create(),
    RepairCommand.Create(),
    BackupCommands.Backup(),
    BackupCommands.Restore(),
    TopicsCommand.Create(),
    DeadLettersCommand.Create(),
    KeysCommand.Create(),
    RepublishCommand.Create(),
    LookupCommands.Artist(),
    LookupCommands.Track(),
    LookupCommands.Similar(),
    LookupCommands.Pairs(),
    TiersCommand.Create(),
    PromoteCommand.Create(),
    PrecomputeCommand.Create(),
    ReindexCommand.Create(),
    VerifyCommand.Create(),
    WarehouseCommand.Create(),
    SqlCommand.Create(),
    ListeningCommand.Create(),
    SpotifyCommand.Create(),
    EnrichmentCommand.Create(),
    ModelsCommand.Create(),
};
Terminal.Adapt();
return await CommandRunner.RunAsync(root, args);
