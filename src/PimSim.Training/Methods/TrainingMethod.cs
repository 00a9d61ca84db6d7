namespace PimSim.Training;

/// <summary>How weights of binary layers are binarized and learned (docs/training.md has the formulas and their sources).</summary>
public enum TrainingMethod
{
    /// <summary>
    /// Parameterized weight clipping; u = gu * mean|w| and l = -gl * mean|w| with learned gu, gl of at least 1; weights are
    /// written back into the range after each update, so that the range follows the magnitude of the weight set.
    /// </summary>
    RelativeClipping,

    /// <summary>Parameterized weight clipping; u and l are learned themselves, with u at least 1e-3 and l at most -1e-3.</summary>
    AbsoluteClipping,

    /// <summary>The same on weights that are first centred and divided by their deviation, per output channel.</summary>
    StandardizedClipping,

    /// <summary>ReCU: standardized weights clamped to quantiles that a schedule moves (Xu 2021).</summary>
    ReCu,

    /// <summary>The sign with a straight-through gradient (BinaryNet, Courbariaux 2016).</summary>
    Sign,

    /// <summary>The sign, scaled by mean|w| of each output channel (XNOR-Net, Rastegari 2016).</summary>
    XnorNet,

    /// <summary>Weights stay real; activations are signs. What network sketching starts from.</summary>
    Real,
}
