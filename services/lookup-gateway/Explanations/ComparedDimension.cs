namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>One dimension of two tracks.</summary>
/// <param name="Name">As in <see cref="Music.FeatureVector.Names"/>, or <c>text</c> for the embedding part of a hybrid vector.</param>
/// <param name="Weight">Of the query; a dimension of weight 0 does not count.</param>
/// <param name="Contribution">Share of the score.</param>
/// <param name="Seed">The seed's value in the feature's unit; null where unknown.</param>
/// <param name="Other">The found track's value; null where unknown.</param>
/// <param name="Distance">On the vector's scale, 0 to 1; null where a value is unknown.</param>
/// <param name="Agrees">Whether the values are close enough to be described as alike.</param>
/// <param name="Text">The comparison in English, the found track's value first.</param>
public sealed record ComparedDimension(
    string Name, double Weight, double Contribution, double? Seed, double? Other, double? Distance, bool Agrees, string Text);
