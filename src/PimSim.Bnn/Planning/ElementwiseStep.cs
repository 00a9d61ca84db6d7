using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Scale and shift, addition of two values, or windows of one; its numbers, their signs or both.</summary>
/// <param name="Name">Name for reports.</param>
public sealed record ElementwiseStep(string Name) : NetworkStep(Name)
{
    /// <summary>One or two.</summary>
    public required IReadOnlyList<StepTerm> Terms { get; init; }

    /// <summary>Shape of what it takes.</summary>
    public required ImageShape Input { get; init; }

    /// <summary>Shape of what it makes.</summary>
    public required ImageShape Output { get; init; }

    /// <summary>What windows become.</summary>
    public WindowReduction Reduction { get; init; }

    /// <summary>Rows and columns of a window.</summary>
    public int Size { get; init; } = 1;

    /// <summary>Step between windows.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Border on each side.</summary>
    public int Padding { get; init; }

    /// <summary>The value of numbers, or null.</summary>
    public int? Numbers { get; init; }

    /// <summary>The value of signs, or null.</summary>
    public int? Signs { get; init; }

    /// <summary>Batch norm before the signs, decided exactly; or null.</summary>
    public BatchNormNode? SignNorm { get; init; }

    /// <summary>True: signs are decided on the one term's value as it is; false: on the numbers.</summary>
    public bool SignsOnInput { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Inputs => [.. Terms.Select(t => t.Value)];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Outputs => [.. new[] { Numbers, Signs }.OfType<int>()];

    /// <summary>The binary layer on whose counts signs are decided, or null.</summary>
    public LayerPlan? CountsOfSigns { get; init; }

    /// <summary>Scale and shift of each channel of a term, for a layer of scale <paramref name="layerScale"/>.</summary>
    internal (float Scale, float Shift)[] Affine(int term, float layerScale) => NormAffine.Fold(Terms[term].Norm, Output.Channels, layerScale);

    /// <summary>Limit of each channel on what signs are decided on.</summary>
    internal RealThreshold[] Limits(float layerScale)
    {
        if (CountsOfSigns is not { } counts)
        {
            return ThresholdFolding.FoldReals(SignNorm, Output.Channels);
        }

        // Dot products are whole numbers below 2^24, so at most L is not at least L + 1.
        DotThreshold[] dots = ThresholdFolding.FoldDots(SignNorm, layerScale, Output.Channels, (int)counts.DotBound);
        return Array.ConvertAll(dots, d => new RealThreshold(d.AtMost ? d.Limit + 1 : d.Limit, d.AtMost));
    }
}
