namespace PimSim.Bnn;

/// <summary>A step of a <see cref="NetworkPlan"/>; values are numbered, 0 is the input.</summary>
/// <param name="Name">Name for reports.</param>
public abstract record NetworkStep(string Name)
{
    /// <summary>Values that it takes.</summary>
    public abstract IReadOnlyList<int> Inputs { get; }

    /// <summary>Values that it makes.</summary>
    public abstract IReadOnlyList<int> Outputs { get; }
}
