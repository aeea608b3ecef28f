using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Genres;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Storage;
using DetectedGenre = SpotifyPlatform.Contracts.Lookup.V1.DetectedGenre;
using FeatureOrigin = SpotifyPlatform.Contracts.Lookup.V1.FeatureOrigin;

namespace SpotifyPlatform.LookupGateway.Contract;

/// <summary>Answers of the domain as messages of the contract.</summary>
internal static class Messages
{
    public static Track ToMessage(this TrackAnswer answer)
    {
        var track = answer.Track;
        return new Track
        {
            SpotifyId = track.Id.ToString(),
            Name = track.Name,
            Artists = { track.Artists.Select(artist => new Artist { SpotifyId = artist.Id?.ToString() ?? "", Name = artist.Name }) },
            Album = track.Album,
            ReleaseDate = track.ReleaseDate,
            Isrc = track.Isrc?.Code ?? "",
            Popularity = track.Popularity,
            DurationMs = track.DurationMs ?? 0,
            Explicit = track.Explicit,
            Genres = { track.Genres },
            Source = answer.Source == AnswerSource.Catalog ? Source.Catalog : Source.FeatureStore,
            Match = answer.Match?.ToMessage(),
        };
    }

    public static Features ToMessage(this FeaturesAnswer answer)
    {
        var message = new Features
        {
            SpotifyId = answer.Id.ToString(), Vector = { answer.Vector }, Known = { answer.Known }, Source = Source.FeatureStore,
            Origin = (FeatureOrigin)(answer.Provenance?.Origin ?? 0), OriginFile = answer.Provenance?.File ?? "",
            CachedAtMs = answer.CachedAt?.ToUnixTimeMilliseconds() ?? 0,
            DetectedGenres = { GenreDetection.Of(answer.Features).Select(genre => new DetectedGenre { Name = genre.Name, Similarity = genre.Similarity }) },
            Caveats = { GenreDetection.Caveats },
        };
        var f = answer.Features;
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

    public static Analysis ToMessage(this TrackAnalysis analysis)
    {
        var message = new Analysis
        {
            SpotifyId = analysis.Id.ToString(),
            Sections = { analysis.Sections.Select(ToMessage) },
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

    public static FindSimilarResponse ToMessage(this SimilarAnswer answer) => new()
    {
        SpotifyId = answer.Id.ToString(),
        Source = answer.Source == AnswerSource.Precomputed ? Source.Precomputed : Source.VectorIndex,
        Caveats = { answer.Explanations.Count > 0 ? GenreDetection.Caveats : [] },
        Similar =
        {
            answer.Hits.Select((hit, i) => new SimilarTrack
            {
                SpotifyId = hit.Id.ToString(), Name = hit.Payload.Title, Artist = hit.Payload.Artist, Score = hit.Score,
                Explanation = i < answer.Explanations.Count ? answer.Explanations[i].ToMessage() : null,
            }),
        },
    };

    public static FindCooccurringResponse ToMessage(this CooccurringAnswer answer) => new()
    {
        SpotifyId = answer.Id.ToString(),
        Source = Source.PairStore,
        Cooccurring =
        {
            answer.Pairs.Select(pair =>
            {
                var other = pair.Other(answer.Id);
                var description = answer.Names.GetValueOrDefault(other);
                return new CooccurringTrack
                {
                    SpotifyId = other.ToString(), Name = description?.Title ?? "", Artist = description?.Artist ?? "",
                    Count = pair.Count, Pmi = pair.Pmi, Jaccard = pair.Jaccard, Score = pair.Score,
                };
            }),
        },
    };

    private static Explanation ToMessage(this Explanations.Explanation explanation) => new()
    {
        Dimensions = { explanation.Dimensions.Select(ToMessage) },
        Agreements = { explanation.Agreements },
        Differences = { explanation.Differences },
    };

    private static ComparedDimension ToMessage(Explanations.ComparedDimension dimension)
    {
        var message = new ComparedDimension
        {
            Name = dimension.Name, Weight = dimension.Weight, Contribution = dimension.Contribution, Text = dimension.Text,
        };
        Set(dimension.Seed, v => message.Seed = v);
        Set(dimension.Other, v => message.Other = v);
        return message;
    }

    private static Match ToMessage(this TrackMatch match) => new()
    {
        Mbid = match.Mbid?.ToString() ?? "", Confidence = match.Confidence, Method = match.Method.Name(), Source = Source.XrefStore,
    };

    private static Section ToMessage(AnalysisSection section)
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

    /// <summary>An optional field of a message cannot be assigned null: it is set or left alone.</summary>
    private static void Set<T>(T? value, Action<T> set)
        where T : struct
    {
        if (value is { } v)
            set(v);
    }
}
