namespace PimSim.Interop;

/// <summary>A convolution (cross-correlation, no kernel flip).</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
/// <param name="Weights">Outputs x (kernel row, kernel column, input channel of the group).</param>
/// <param name="Bias">Added to the sums, one for each output, or null.</param>
/// <param name="KernelHeight">Kernel rows.</param>
/// <param name="KernelWidth">Kernel columns.</param>
/// <param name="Stride">Step, both directions.</param>
/// <param name="Padding">Border on each side.</param>
/// <param name="Border">What the border holds.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record MappedConvolution(
    string Name,
    MapPlace Place,
    MappedWeights Weights,
    float[]? Bias,
    int KernelHeight,
    int KernelWidth,
    int Stride,
    int Padding,
    BorderValue Border,
    int Groups) : MappedItem(Name, Place);
