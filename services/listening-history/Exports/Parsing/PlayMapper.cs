using System.Buffers.Text;
using System.Globalization;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Turns a row's values into a typed play, or says which value is wrong. One reading for all forms of export.</summary>
internal sealed class PlayMapper(ExportLimits limits, TitleTable titles, TimeProvider time)
{
    private const long EarliestTs = 1_136_073_600; // 2006-01-01
    private const long MaxMsPlayed = 30L * 24 * 3600 * 1000;

    private readonly LabelTable labels = new();
    private readonly long latestTs = time.GetUtcNow().ToUnixTimeSeconds() + (24 * 3600);
    private Label? lastPlatform;
    private Label? lastCountry;
    private Label? lastStart;
    private Label? lastEnd;

    /// <summary>Returns null when the row is mapped, else what is wrong with it.</summary>
    /// <param name="isVideo">Whether the file is of videos; its rows do not say.</param>
    public string? Map(RawRow raw, ReadOnlySpan<byte> row, bool isVideo, ref ParsedPlay play)
    {
        var isShort = raw[PlayField.Ts].Kind == RawKind.Missing && raw[PlayField.EndTime].Kind != RawKind.Missing;
        play.Source = isShort ? PlaySource.AccountData : PlaySource.Extended;
        var (timeField, msField) = isShort ? (PlayField.EndTime, PlayField.ShortMsPlayed) : (PlayField.Ts, PlayField.MsPlayed);
        if (raw[timeField].Kind == RawKind.Missing)
            return "it has neither ts nor endTime";
        var text = raw.Text(timeField, row);
        if (!(isShort ? Utf8Time.TryReadEndTime(text, out play.Ts) : Utf8Time.TryReadTimestamp(text, out play.Ts)))
            return $"{timeField.Name()} is not a UTC time in the format of exports";
        if (play.Ts < EarliestTs || play.Ts > latestTs)
            return $"{timeField.Name()} lies before 2006 or in the future";
        if (!TryReadNumber(raw, msField, row, out play.MsPlayed))
            return $"{msField.Name()} is not a whole number";
        if (play.MsPlayed is < 0 or > MaxMsPlayed)
            return $"{msField.Name()} is negative or more than 30 days";
        play.OfflineTimestampMs = 0;
        play.Flags = PlayFlags.None;
        play.Platform = play.ConnCountry = play.ReasonStart = play.ReasonEnd = null;
        return isShort ? MapShort(raw, row, ref play) : MapExtended(raw, row, isVideo, ref play);
    }

    private string? MapShort(RawRow raw, ReadOnlySpan<byte> row, ref ParsedPlay play)
    {
        if (!AreTexts(raw, PlayField.ShortArtistName, PlayField.ShortAuthorName, out var wrong))
            return $"{wrong.Name()} is not text";
        if (raw.Text(PlayField.ShortPodcastName, row) is var show && raw.Text(PlayField.ShortEpisodeName, row) is var episode && !(show.IsEmpty && episode.IsEmpty))
            return SetTitle(PlayKind.Podcast, new TitleBytes { Name = episode, Artist = show }, ref play);
        var book = raw.Text(PlayField.ShortAudiobookName, row);
        var chapter = raw.Text(PlayField.ShortChapterName, row);
        if (!(book.IsEmpty && chapter.IsEmpty))
            return SetTitle(PlayKind.Audiobook, new TitleBytes { Name = chapter, Artist = raw.Text(PlayField.ShortAuthorName, row), Album = book }, ref play);
        return SetTitle(
            PlayKind.Music,
            new TitleBytes { Name = raw.Text(PlayField.ShortTrackName, row), Artist = raw.Text(PlayField.ShortArtistName, row) },
            ref play);
    }

    private string? MapExtended(RawRow raw, ReadOnlySpan<byte> row, bool isVideo, ref ParsedPlay play)
    {
        if (!AreTexts(raw, PlayField.Platform, PlayField.ReasonEnd, out var wrong))
            return $"{wrong.Name()} is not text";
        if (raw[PlayField.OfflineTimestamp].Kind is not (RawKind.Missing or RawKind.Null))
        {
            if (!TryReadNumber(raw, PlayField.OfflineTimestamp, row, out var offline))
                return "offline_timestamp is not a whole number";
            play.OfflineTimestampMs = StartOfPlay.Normalize(offline);
        }

        if (!TryReadFlag(raw, PlayField.Shuffle, row, PlayFlags.Shuffle, ref play.Flags))
            return "shuffle is neither true nor false";
        if (!TryReadFlag(raw, PlayField.Skipped, row, PlayFlags.Skipped, ref play.Flags))
            return "skipped is neither true nor false";
        if (!TryReadFlag(raw, PlayField.Offline, row, PlayFlags.Offline, ref play.Flags))
            return "offline is neither true nor false";
        if (!TryReadFlag(raw, PlayField.IncognitoMode, row, PlayFlags.Incognito, ref play.Flags))
            return "incognito_mode is neither true nor false";
        var valid = TryReadLabel(raw, PlayField.Platform, row, ref lastPlatform, out play.Platform)
            && TryReadLabel(raw, PlayField.ConnCountry, row, ref lastCountry, out play.ConnCountry)
            && TryReadLabel(raw, PlayField.ReasonStart, row, ref lastStart, out play.ReasonStart)
            && TryReadLabel(raw, PlayField.ReasonEnd, row, ref lastEnd, out play.ReasonEnd);
        return valid
            ? SetTitle(Describe(raw, row, isVideo, out var texts), texts, ref play)
            : $"it holds text that is not UTF-8 or longer than {limits.MaxTextBytes:N0} bytes";
    }

    private static PlayKind Describe(RawRow raw, ReadOnlySpan<byte> row, bool isVideo, out TitleBytes texts)
    {
        var kind = PlayKind.Music;
        var uri = raw.Text(PlayField.TrackUri, row);
        texts = new TitleBytes
        {
            Name = raw.Text(PlayField.TrackName, row),
            Artist = raw.Text(PlayField.ArtistName, row),
            Album = raw.Text(PlayField.AlbumName, row),
            Uri = uri,
        };
        if (uri.StartsWith("spotify:local:"u8))
            kind = PlayKind.Local;
        else if (texts.IsEmpty)
            kind = DescribeSpoken(raw, row, out texts);
        return isVideo && kind != PlayKind.Unknown ? PlayKind.Video : kind;
    }

    private static PlayKind DescribeSpoken(RawRow raw, ReadOnlySpan<byte> row, out TitleBytes texts)
    {
        var chapterUri = raw.Text(PlayField.ChapterUri, row);
        texts = new TitleBytes
        {
            Name = raw.Text(PlayField.ChapterTitle, row),
            Album = raw.Text(PlayField.AudiobookTitle, row),
            Uri = chapterUri.IsEmpty ? raw.Text(PlayField.AudiobookUri, row) : chapterUri,
        };
        if (!texts.IsEmpty)
            return PlayKind.Audiobook;
        texts = new TitleBytes
        {
            Name = raw.Text(PlayField.EpisodeName, row),
            Artist = raw.Text(PlayField.ShowName, row),
            Uri = raw.Text(PlayField.EpisodeUri, row),
        };
        return texts.IsEmpty ? PlayKind.Unknown : PlayKind.Podcast;
    }

    private string? SetTitle(PlayKind kind, in TitleBytes texts, ref ParsedPlay play)
    {
        if (texts.Longest > limits.MaxTextBytes)
            return $"a name or URI is longer than {limits.MaxTextBytes:N0} bytes";
        if (titles.Get(texts.IsEmpty ? PlayKind.Unknown : kind, play.Source, texts) is not { } title)
            return "it holds text that is not UTF-8";
        play.Title = title;
        return null;
    }

    private bool TryReadLabel(RawRow raw, PlayField field, ReadOnlySpan<byte> row, ref Label? last, out Label? label)
    {
        label = null;
        if (raw[field].Kind is not (RawKind.Text or RawKind.Unescaped))
            return true;
        var text = raw.Text(field, row);
        label = text.Length <= limits.MaxTextBytes ? labels.Get(text, ref last) : null;
        return label is not null;
    }

    private static bool AreTexts(RawRow raw, PlayField first, PlayField last, out PlayField wrong)
    {
        for (wrong = first; wrong <= last; wrong++)
            if (raw[wrong].Kind > RawKind.Unescaped)
                return false;
        return true;
    }

    /// <summary>A whole number, also where a program wrote it as <c>181000.0</c> or <c>1.81e5</c>.</summary>
    private static bool TryReadNumber(RawRow raw, PlayField field, ReadOnlySpan<byte> row, out long value)
    {
        value = 0;
        if (raw[field].Kind != RawKind.Number)
            return false;
        var text = row.Slice(raw[field].Start, raw[field].Length);
        if (Utf8Parser.TryParse(text, out value, out var read) && read == text.Length)
            return true;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || decimal.Truncate(number) != number
            || number is < long.MinValue or > long.MaxValue)
            return false;
        value = (long)number;
        return true;
    }

    private static bool TryReadFlag(RawRow raw, PlayField field, ReadOnlySpan<byte> row, PlayFlags flag, ref PlayFlags flags)
    {
        switch (raw[field].Kind)
        {
            case RawKind.Missing or RawKind.Null:
                return true;
            case RawKind.True:
                flags |= flag | (PlayFlags)((int)flag << 1);
                return true;
            case RawKind.False:
                flags |= (PlayFlags)((int)flag << 1);
                return true;
            case RawKind.Number when TryReadNumber(raw, field, row, out var number) && number is 0 or 1:
                flags |= (number == 1 ? flag : PlayFlags.None) | (PlayFlags)((int)flag << 1);
                return true;
            default:
                return false;
        }
    }
}
