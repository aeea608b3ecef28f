using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>
/// The property: for any text, chunk size and SIMD path the scanner gives the rows and refused lines of the reference reader, and
/// reasons and positions are equal on all paths.
/// </summary>
internal static class PropertyCheck
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 17, 63, 64, 65, 127, 128, 129, 500, 4096, 65_536, 1024 * 1024];

    private static readonly ExtractionOptions[] Bounds =
    [
        new(),
        new() { MaxDepth = 5 },
        new() { MaxLineBytes = 1024, MaxSectionsPerTrack = 2 },
        new() { MaxValueBytes = 1024 },
    ];

    /// <summary>Checks texts until the number of lines is reached.</summary>
    /// <returns>A description of the first failure, or null; and the number of refused lines.</returns>
    public static (string? Failure, long Lines, long Refused, long FoundByStrictAlone) Run(int seed, long lines)
    {
        var texts = new AdversarialText(seed);
        var random = new Random(seed);
        var (count, refused, strictAlone) = (0L, 0L, 0L);
        for (var i = 0; count < lines; i++)
        {
            var text = texts.Next();
            var bounds = Bounds[i % 8 < 4 ? 0 : i % 4];
            var (failure, found, alone) = Check(text, bounds, random);
            if (failure is not null)
                return ($"seed {seed}, text {i}: {failure}\n{Convert.ToBase64String(text)}", count, refused, strictAlone);
            count += Math.Max(1, text.Count(b => b == '\n'));
            refused += found;
            strictAlone += alone;
        }

        return (null, count, refused, strictAlone);
    }

    public static (string? Failure, int Refused, int FoundByStrictAlone) Check(byte[] text, ExtractionOptions bounds, Random random)
    {
        var typed = Compare(text, bounds, strict: false, random, out var byTyped);
        var strict = Compare(text, bounds, strict: true, random, out var byStrict);
        return (typed ?? strict, byTyped, byStrict - byTyped);
    }

    private static string? Compare(byte[] text, ExtractionOptions bounds, bool strict, Random random, out int refused)
    {
        var options = new ExtractionOptions
        {
            MaxDepth = bounds.MaxDepth,
            MaxLineBytes = bounds.MaxLineBytes,
            MaxValueBytes = bounds.MaxValueBytes,
            MaxSectionsPerTrack = bounds.MaxSectionsPerTrack,
            Strict = strict,
        };
        var reference = new ReferenceReader("00", options);
        reference.Read(text, lenient: !strict);
        refused = reference.Refused.Count;
        var name = strict ? "strict" : "typed";
        var scalar = ScannerRun.Of(text, options, VectorPath.Scalar, () => int.MaxValue);
        if (!scalar.Refused.Select(line => line.Number).SequenceEqual(reference.Refused))
            return $"{name} refuses [{string.Join(' ', scalar.Refused)}], the reference lines [{string.Join(' ', reference.Refused)}]";
        if (scalar.Tracks != reference.Tracks.ToString() || scalar.Sections != reference.Sections.ToString())
            return $"{name} rows differ from the reference's";
        if (scalar.BlankLines != reference.BlankLines)
            return $"{name} counts {scalar.BlankLines} blank lines, the reference {reference.BlankLines}";
        foreach (var path in Enum.GetValues<VectorPath>().Where(VectorPaths.IsSupported))
        {
            var size = Sizes[random.Next(Sizes.Length)];
            var uneven = random.Next(3) == 0;
            var run = ScannerRun.Of(text, options, path, () => uneven ? random.Next(1, 200) : size);
            if (run.Tracks != scalar.Tracks || run.Sections != scalar.Sections || !run.Refused.SequenceEqual(scalar.Refused) || run.BlankLines != scalar.BlankLines)
                return $"{name} on {path} in chunks of {(uneven ? "uneven size" : size)} differs: [{string.Join(' ', run.Refused)}] against [{string.Join(' ', scalar.Refused)}]";
        }

        return null;
    }
}
