namespace PimSim.Interop;

/// <summary>Where the parameters of a layer map come from. Steps are asked for in the order of the map.</summary>
internal interface IMapParameters
{
    /// <summary>Weights of a dense layer for an image of this shape.</summary>
    MappedWeights Dense(MapDense item, MapShape input);

    /// <summary>Weights of a convolution of this many channels (of a group), and its kernel.</summary>
    (MappedWeights Weights, int KernelHeight, int KernelWidth) Convolution(MapConvolution item, int channels);

    /// <summary>Thresholds of the layer before, which has this many outputs: values and how many belong to an output.</summary>
    (long[] Values, int OfOutput) Thresholds(MapThresholds item, int outputs);

    /// <summary>Inputs that the last layer had beyond those of the image, which are left out.</summary>
    int PaddedInputs { get; }

    /// <summary>A vector of one finite number for each channel.</summary>
    float[] Vector(string tensor, int channels, MapPlace place);
}
