namespace PimSim.Driver;

/// <summary>The host's side of one layer in one domain: what it puts on the bus and what it makes of read-outs, in program order.</summary>
internal interface ILayerHost
{
    /// <summary>Bursts of the layer's register loads, made as they are asked for.</summary>
    IEnumerable<byte[]> Inputs();

    /// <summary>For each read-out in order: takes its burst.</summary>
    IEnumerable<OutputSink> Outputs();
}
