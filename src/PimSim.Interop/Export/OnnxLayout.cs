namespace PimSim.Interop;

/// <summary>How the axes of a value stand, behind the one of the images.</summary>
internal enum OnnxLayout
{
    /// <summary>Height, width, channel: as this program has them.</summary>
    ChannelsLast,

    /// <summary>Channel, height, width: as ONNX convolutions want them.</summary>
    ChannelsFirst,

    /// <summary>One axis, after a dense layer.</summary>
    Flat,
}
