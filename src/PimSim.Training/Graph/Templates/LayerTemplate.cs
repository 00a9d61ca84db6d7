using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>A layer of a graph to train. Its text holds every setting, since checkpoints compare it.</summary>
/// <param name="Name">Unique name, which stands for its result.</param>
internal abstract record LayerTemplate(string Name)
{
    /// <summary>Names of layers before it, or <see cref="BnnNetwork.InputName"/>.</summary>
    internal abstract IReadOnlyList<string> Inputs { get; }

    /// <summary>Whether it has weights.</summary>
    internal virtual bool HasWeights => false;

    /// <summary>Shape of its result.</summary>
    internal abstract ImageShape Output(ImageShape input);

    /// <summary>The layer with initial weights.</summary>
    internal abstract GraphLayer Create(LayerPlace place);
}
