namespace PimSim.Driver;

/// <summary>One operation of a <see cref="Workload"/>.</summary>
public abstract record LayerOperation
{
    /// <summary>Name for reports.</summary>
    public required string Name { get; init; }

    /// <summary>Sizes.</summary>
    public required LayerShape Shape { get; init; }

    /// <summary>The tensor it takes.</summary>
    public required TensorHandle Input { get; init; }

    /// <summary>The tensor it makes.</summary>
    public required TensorHandle Output { get; init; }

    /// <summary>True when the result is bits; else it is real numbers or counts.</summary>
    public abstract bool OutputIsBits { get; }
}
