namespace PimSim.Driver;

/// <summary>How the host tells the class of an image from the results of the last operation.</summary>
public interface IReadOut
{
    /// <summary>The class.</summary>
    /// <param name="scores">The last operation's results for one image: sums, or dot products of a binary layer (exact).</param>
    int Classify(ReadOnlySpan<float> scores);
}
