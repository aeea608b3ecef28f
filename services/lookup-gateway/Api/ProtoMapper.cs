using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Genres;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Storage;
using DetectedGenre = SpotifyPlatform.Contracts.Lookup.V1.DetectedGenre;
using FeatureOrigin = SpotifyPlatform.Contracts.Lookup.V1.FeatureOrigin;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Maps results of the domain to protobuf messages.</summary>
internal static class ProtoMapper
{
    public static Track ToProto(this TrackResult result)
    {
        var track = result.Track;
        var message = new Track
        {
            SpotifyId = track.Id.ToString(),
            Name = track.Name,
            Artists = { track.Artists.Select(artist => new Artist { SpotifyId = artist.Id.ToString(), Name = artist.Name }) },
            Album = track.Album,
            ReleaseDate = track.ReleaseDate,
            Isrc = track.Isrc?.Code ?? "",
            Genres = { track.Genres },
            Source = result.IsEnriched ? Source.WebApi : Source.Catalog,
            Match = result.Match?.ToProto(),
        };
        Set(track.Popularity, v => message.Popularity = v);
        Set(track.DurationMs, v => message.DurationMs = v);
        Set(track.Explicit, v => message.Explicit = v);
        return message;
    }

    public static ArtistMetadata ToProto(this ArtistResult artist)
    {
        var message = new ArtistMetadata
        {
            SpotifyId = artist.Id.ToString(), Name = artist.Name, Genres = { artist.Genres }, Images = { artist.Images.Select(ToProto) },
            FetchedAtMs = artist.FetchedAt?.ToUnixTimeMilliseconds() ?? 0, Source = artist.FetchedAt is null ? Source.Catalog : Source.WebApi,
        };
        Set(artist.Popularity, v => message.Popularity = v);
        Set(artist.Followers, v => message.Followers = v);
        return message;
    }

    private static Image ToProto(WebApiImage image)
    {
        var message = new Image { Url = image.Url };
        Set(image.Width, v => message.Width = v);
        Set(image.Height, v => message.Height = v);
        return message;
    }

    public static Features ToProto(this FeaturesResult result)
    {
        var message = new Features
        {
            SpotifyId = result.Id.ToString(), Vector = { result.Vector }, Known = { result.Known }, Source = Source.FeatureStore,
            Origin = (FeatureOrigin)(result.Provenance?.Origin ?? 0), OriginFile = result.Provenance?.File ?? "",
            CachedAtMs = result.CachedAt?.ToUnixTimeMilliseconds() ?? 0,
            DetectedGenres = { GenreDetection.Detect(result.Features).Select(genre => new DetectedGenre { Name = genre.Name, Similarity = genre.Similarity }) },
            Caveats = { GenreDetection.Caveats },
        };
        var f = result.Features;
        Set(f.Tempo, v => message.Tempo = v);
        Set(f.Energy, v => message.Energy = v);
        Set(f.Danceability, v => message.Danceability = v);
        Set(f.Valence, v => message.Valence = v);
        Set(f.Acousticness, v => message.Acousticness = v);
        Set(f.Instrumentalness, v => message.Instrumentalness = v);
        Set(f.Speechiness, v => message.Speechiness = v);
        Set(f.Liveness, v => message.Liveness = v);
        Set(f.Loudness, v => message.Loudness = v);
        Set(f.Key, v => message.Key = v);
        Set(f.Mode, v => message.Mode = v);
        Set(f.TimeSignature, v => message.TimeSignature = v);
        Set(f.DurationMs, v => message.DurationMs = v);
        return message;
    }

    public static Analysis ToProto(this TrackAnalysis analysis)
    {
        var message = new Analysis
        {
            SpotifyId = analysis.Id.ToString(),
            Sections = { analysis.Sections.Select(ToProto) },
            Source = Source.Warehouse,
        };
        Set(analysis.Duration, v => message.Duration = v);
        Set(analysis.Tempo, v => message.Tempo = v);
        Set(analysis.TempoConfidence, v => message.TempoConfidence = v);
        Set(analysis.TimeSignature, v => message.TimeSignature = v);
        Set(analysis.TimeSignatureConfidence, v => message.TimeSignatureConfidence = v);
        Set(analysis.Key, v => message.Key = v);
        Set(analysis.KeyConfidence, v => message.KeyConfidence = v);
        Set(analysis.Mode, v => message.Mode = v);
        Set(analysis.ModeConfidence, v => message.ModeConfidence = v);
        Set(analysis.Loudness, v => message.Loudness = v);
        Set(analysis.EndOfFadeIn, v => message.EndOfFadeIn = v);
        Set(analysis.StartOfFadeOut, v => message.StartOfFadeOut = v);
        Set(analysis.NumSamples, v => message.NumSamples = v);
        Set(analysis.AnalysisSampleRate, v => message.AnalysisSampleRate = v);
        Set(analysis.AnalysisTime, v => message.AnalysisTime = v);
        if (analysis.AnalyzerVersion is { } version)
            message.AnalyzerVersion = version;
        return message;
    }

    public static FindSimilarResponse ToProto(this SimilarTracksResult result) => new()
    {
        SpotifyId = result.Id.ToString(),
        Source = result.Source == ResultSource.Precomputed ? Source.Precomputed : Source.VectorIndex,
        Caveats = { result.Explanations.Count > 0 ? GenreDetection.Caveats : [] },
        Similar =
        {
            result.Hits.Select((hit, i) => new SimilarTrack
            {
                SpotifyId = hit.Id.ToString(), Name = hit.Payload.Title, Artist = hit.Payload.Artist, Score = hit.Score,
                Explanation = i < result.Explanations.Count ? result.Explanations[i].ToProto() : null,
            }),
        },
    };

    public static FindCooccurringResponse ToProto(this CooccurringResult result) => new()
    {
        SpotifyId = result.Id.ToString(),
        Source = Source.PairStore,
        Cooccurring =
        {
            result.Pairs.Select(pair =>
            {
                var other = pair.Other(result.Id);
                var track = result.Others.GetValueOrDefault(other);
                return new CooccurringTrack
                {
                    SpotifyId = other.ToString(), Name = track?.Name ?? "", Artist = string.Join(", ", track?.Artists.Select(artist => artist.Name) ?? []),
                    Count = pair.Count, Pmi = pair.Pmi, Jaccard = pair.Jaccard, Score = pair.Score,
                };
            }),
        },
    };

    public static Pair ToProto(this TrackPair pair) => new()
    {
        TrackA = pair.A.ToString(), TrackB = pair.B.ToString(), Count = pair.Count, CountA = pair.CountA, CountB = pair.CountB, Pmi = pair.Pmi, Jaccard = pair.Jaccard,
    };

    private static Explanation ToProto(this Explanations.Explanation explanation) => new()
    {
        Dimensions = { explanation.Dimensions.Select(ToProto) },
        Agreements = { explanation.Agreements },
        Differences = { explanation.Differences },
    };

    private static ComparedDimension ToProto(Explanations.ComparedDimension dimension)
    {
        var message = new ComparedDimension
        {
            Name = dimension.Name, Weight = dimension.Weight, Contribution = dimension.Contribution, Text = dimension.Text,
        };
        Set(dimension.Seed, v => message.Seed = v);
        Set(dimension.Other, v => message.Other = v);
        return message;
    }

    private static Match ToProto(this TrackMatch match) => new()
    {
        Mbid = match.Mbid?.ToString() ?? "", Confidence = match.Confidence, Method = match.Method.Name(), Source = Source.XrefStore,
    };

    private static Section ToProto(AnalysisSection section)
    {
        var message = new Section { SectionIndex = section.Index };
        Set(section.Start, v => message.Start = v);
        Set(section.Duration, v => message.Duration = v);
        Set(section.Confidence, v => message.Confidence = v);
        Set(section.Loudness, v => message.Loudness = v);
        Set(section.Tempo, v => message.Tempo = v);
        Set(section.TempoConfidence, v => message.TempoConfidence = v);
        Set(section.Key, v => message.Key = v);
        Set(section.KeyConfidence, v => message.KeyConfidence = v);
        Set(section.Mode, v => message.Mode = v);
        Set(section.ModeConfidence, v => message.ModeConfidence = v);
        Set(section.TimeSignature, v => message.TimeSignature = v);
        Set(section.TimeSignatureConfidence, v => message.TimeSignatureConfidence = v);
        return message;
    }

    /// <summary>Optional protobuf fields cannot be assigned null.</summary>
    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } v)
            set(v);
    }
}
