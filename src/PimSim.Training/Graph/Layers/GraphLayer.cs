namespace PimSim.Training;

/// <summary>A layer of a graph being trained: forward, and gradients back, for a batch.</summary>
/// <param name="name">Its name.</param>
internal abstract class GraphLayer(string name)
{
    public string Name => name;

    /// <summary>Its weights, or null.</summary>
    public virtual LayerWeights? Weights => null;

    /// <summary>All that a later step depends on, by name; the arrays themselves.</summary>
    public virtual IEnumerable<KeyValuePair<string, float[]>> State => [];

    /// <summary>Writes the result.</summary>
    public abstract void Forward(int images, WorkerTeam<GraphScratch> team);

    /// <summary>Adds the gradients of what it took, and keeps those of its parameters.</summary>
    public abstract void Backward(int images, WorkerTeam<GraphScratch> team);

    /// <summary>Updates all parameters from the gradients of the last <see cref="Backward"/>.</summary>
    public virtual void Update(in UpdateStep step)
    {
    }

    /// <summary>Writes its nodes.</summary>
    public abstract void Export(GraphExport export);
}
