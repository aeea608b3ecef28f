namespace SpotifyPlatform.LookupGateway.Explanations;

/// <summary>One dimension of two tracks.</summary>
/// <param name="Name">As in <see cref="Music.FeatureVector.Names"/>, or <c>text</c> for what follows the features in a hybrid vector.</param>
/// <param name="Weight">The query's; 0 does not count.</param>
/// <param name="Contribution">The part of the score that this dimension makes.</param>
/// <param name="Seed">The seed's value in its own unit; null where it is unknown.</param>
/// <param name="Other">The found track's.</param>
/// <param name="Distance">Between the two on the vector's scale, 0 to 1; null where a value is unknown.</param>
/// <param name="Agrees">Whether people would call the two alike.</param>
/// <param name="Text">In words and numbers, the found track's first.</param>
public sealed record ComparedDimension(
    string Name, double Weight, double Contribution, double? Seed, double? Other, double? Distance, bool Agrees, string Text);
