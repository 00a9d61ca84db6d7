namespace PimSim.Driver;

/// <summary>Where the results of a group lie among the scores of a run.</summary>
/// <param name="Slices">Told of every score.</param>
/// <param name="FirstImage">First image of the group.</param>
/// <param name="Outputs">Scores per image.</param>
internal sealed record ScoreMap(ScoreSlices Slices, int FirstImage, int Outputs)
{
    public void Add(int image, int output, int skip, int count) =>
        Slices.Add(new ScoreSlice(((long)(FirstImage + image) * Outputs) + output, skip, count, 1));
}
