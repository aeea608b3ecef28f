using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Plays;
using AccountSettings = SpotifyPlatform.ListeningHistory.Store.AccountSettings;
using Counts = SpotifyPlatform.ListeningHistory.Store.ImportCounts;
using ImportRecord = SpotifyPlatform.ListeningHistory.Store.ImportRecord;
using Mode = SpotifyPlatform.ListeningHistory.Imports.ImportMode;
using Report = SpotifyPlatform.ListeningHistory.Imports.ImportReport;

namespace SpotifyPlatform.ListeningHistory.Grpc;

/// <summary>Maps imports to the messages of the contract.</summary>
internal static class ImportMapper
{
    /// <exception cref="FormatException">The mode is unknown.</exception>
    public static Mode ToMode(ImportMode mode) => mode switch
    {
        ImportMode.Unspecified or ImportMode.Add => Mode.Add,
        ImportMode.Preview => Mode.Preview,
        ImportMode.Replace => Mode.Replace,
        _ => throw new FormatException($"{(int)mode} is not an import mode."),
    };

    public static ImportReport ToMessage(Report report)
    {
        var message = new ImportReport
        {
            ImportId = report.ImportId ?? 0,
            Preview = report.IsPreview,
            Files = report.Files,
            KnownFiles = report.KnownFiles,
            IgnoredFiles = report.IgnoredFiles,
            Counts = ToMessage(report.Counts),
        };
        message.Invalid.AddRange(report.Invalid.Select(row => new InvalidRow { File = row.File, Row = row.Row, Offset = row.Offset, Reason = row.Reason }));
        message.Refused.AddRange(report.Refused.Select(file => new RefusedFile { Name = file.Name, Reason = file.Reason, Message = file.Message }));
        message.Warnings.AddRange(report.Warnings);
        return message;
    }

    public static ImportCounts ToMessage(Counts counts) => new()
    {
        Read = counts.Read,
        New = counts.New,
        Known = counts.Known,
        Repeated = counts.Repeated,
        Invalid = counts.Invalid,
        Plays = counts[PlayOutcome.Play],
        TooShort = counts[PlayOutcome.TooShort],
        Podcasts = counts[PlayOutcome.Podcast],
        Audiobooks = counts[PlayOutcome.Audiobook],
        Videos = counts[PlayOutcome.Video],
        Local = counts[PlayOutcome.Local],
        Unknown = counts[PlayOutcome.Unknown],
        Superseded = counts[PlayOutcome.Superseded],
        Private = counts.Private,
        SuspectedDuplicates = counts.SuspectedDuplicates,
    };

    public static ListImportsResponse ToMessage(IReadOnlyList<ImportRecord> imports)
    {
        var message = new ListImportsResponse();
        message.Imports.AddRange(imports.Select(import => new Import
        {
            ImportId = import.ImportId,
            ImportedAtMs = import.ImportedAt.ToUnixTimeMilliseconds(),
            Rows = import.Rows,
            NewRows = import.NewRows,
            Files = { import.Files },
        }));
        return message;
    }

    public static Settings ToMessage(AccountSettings settings) => new()
    {
        TimeZone = settings.TimeZone,
        MinPlayMs = settings.MinPlayMs,
        CountsShortTracks = settings.CountsShortTracks,
        DatesByStart = settings.DatesByStart,
    };

    /// <summary>The settings with what the message sets.</summary>
    public static AccountSettings Apply(Settings? message, AccountSettings settings) => message is null ? settings : new AccountSettings(
        message.HasTimeZone ? message.TimeZone : settings.TimeZone,
        message.HasMinPlayMs ? message.MinPlayMs : settings.MinPlayMs,
        message.HasCountsShortTracks ? message.CountsShortTracks : settings.CountsShortTracks,
        message.HasDatesByStart ? message.DatesByStart : settings.DatesByStart);
}
