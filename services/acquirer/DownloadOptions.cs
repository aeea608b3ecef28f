using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace SpotifyPlatform.Acquirer;

/// <summary>Section <c>Acquirer:Download</c>: the data set as its operator describes it. None ships.</summary>
public sealed class DownloadOptions : IValidatableObject
{
    public const string Section = $"{AcquirerOptions.Section}:Download";

    /// <summary>
    /// Where the files come from, in the order in which they are asked: a folder's path, <c>gs://BUCKET/PREFIX</c>, <c>store:FOLDER</c>, <c>archive</c> (<see cref="Archive"/>),
    /// <c>https://...</c> with a <c>SHA256SUMS</c>, <c>torrent:FILE</c> or <c>magnet:...</c>. Empty: files are put into the input folder by somebody else.
    /// </summary>
    public IList<string> Sources { get; init; } = [];

    /// <summary>The folder into which they are brought; empty for <c>Artifacts:InputFolder</c>, where they are found.</summary>
    public string Destination { get; set; } = "";

    /// <summary>Names of the wanted files within the data set, with <c>*</c> and <c>?</c>; empty for all.</summary>
    public IList<string> Include { get; init; } = [];

    /// <summary>Where verified files are backed up: <c>gs://BUCKET/PREFIX</c> or <c>store:FOLDER</c>; empty for nowhere.</summary>
    public string Archive { get; set; } = "";

    /// <summary>Of the objects that a backup creates in a bucket; empty for the bucket's own.</summary>
    [RegularExpression("|STANDARD|NEARLINE|COLDLINE|ARCHIVE", ErrorMessage = "A storage class is STANDARD, NEARLINE, COLDLINE or ARCHIVE.")]
    public string ArchiveStorageClass { get; set; } = "";

    /// <summary>Number of wanted files; another number is reported. 0: not known.</summary>
    [Range(0, 1_000_000)]
    public int ExpectedFiles { get; set; }

    /// <summary>Counts that an import of the data set is held to, as <c>--expect</c> of <c>platform verify</c> takes them: <c>shards=484</c>, <c>tracks_per_shard=69000~15%</c>.</summary>
    public IList<string> Expect { get; init; } = [];

    /// <summary>The day up to which the data set knows its tracks, as <c>2025-07-31</c>; empty where it is not known. Shown with the status.</summary>
    public string CutOff { get; set; } = "";

    /// <summary>Time between two looks at the engine.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time without a byte from any peer after which a download counts as stalled.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time between two lines of progress in the log.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromHours(3);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CutOff.Length > 0 && !DateOnly.TryParseExact(CutOff, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return new ValidationResult($"'{CutOff}' is no day; write it as 2025-07-31.", [nameof(CutOff)]);
        if (Sources.Contains(ArchiveSource) && Archive.Length == 0)
            yield return new ValidationResult($"The source '{ArchiveSource}' needs {Section}:{nameof(Archive)}.", [nameof(Sources)]);
    }

    /// <summary>The source that is <see cref="Archive"/>.</summary>
    public const string ArchiveSource = "archive";
}
