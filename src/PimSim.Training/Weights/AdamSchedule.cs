using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Constants of Adam (decays 0.9 and 0.999, epsilon 1e-8) update by update; the rate falls to 0 along a cosine.</summary>
internal sealed class AdamSchedule
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly float _rate;
    private readonly int _updates;
    private int _done;
    private double _power1 = 1.0;
    private double _power2 = 1.0;

    public AdamSchedule(float rate, int updates)
    {
        _rate = rate;
        _updates = updates;
    }

    public AdamStepConstants Next()
    {
        double cosine = DeterministicMath.Cos(Math.PI * _done / _updates);
        _done++;
        _power1 *= Beta1;
        _power2 *= Beta2;
        return new AdamStepConstants
        {
            Rate = (float)(_rate * 0.5 * (1.0 + cosine)),
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = 1e-8f,
            Correction1 = (float)(1.0 - _power1),
            Correction2 = (float)(1.0 - _power2),
        };
    }
}
