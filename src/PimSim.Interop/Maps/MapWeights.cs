namespace PimSim.Interop;

/// <summary>Where the weights of a layer are and what they mean: a tensor, or a layer of a BNN-PYNQ folder.</summary>
internal sealed record MapWeights
{
    /// <summary>Name of the tensor; empty with <see cref="Folding"/>.</summary>
    public string Tensor { get; init; } = "";

    /// <summary>Order of its axes.</summary>
    public WeightLayout Layout { get; init; }

    /// <summary>What an element means.</summary>
    public SignConvention Signs { get; init; }

    /// <summary>Whether its last axis is packed.</summary>
    public BitPacking Packing { get; init; }

    /// <summary>Name of a tensor of real factors, one for each output or one for all; empty for none.</summary>
    public string Scale { get; init; } = "";

    /// <summary>The folding of a BNN-PYNQ layer, or null.</summary>
    public PynqFolding? Folding { get; init; }
}
