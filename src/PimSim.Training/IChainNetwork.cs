namespace PimSim.Training;

/// <summary>A chain of blocks being trained, which a device can train beside the host.</summary>
internal interface IChainNetwork : ITrainedNetwork
{
    /// <summary>Encoded pixels of the last batch: images x rows x columns x channels.</summary>
    float[] Inputs(int images);
}
