using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Constants of Adam (decays 0.9 and 0.999, epsilon 1e-8) update by update; the rate falls to 0 along a cosine.</summary>
internal sealed class AdamSchedule
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly float rate;
    private readonly int updates;
    private int done;
    private double power1 = 1.0;
    private double power2 = 1.0;

    public AdamSchedule(float rate, int updates)
    {
        this.rate = rate;
        this.updates = updates;
    }

    public AdamStepConstants Next()
    {
        double cosine = DeterministicMath.Cos(Math.PI * done / this.updates);
        done++;
        power1 *= Beta1;
        power2 *= Beta2;
        return new AdamStepConstants
        {
            Rate = (float)(this.rate * 0.5 * (1.0 + cosine)),
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = 1e-8f,
            Correction1 = (float)(1.0 - power1),
            Correction2 = (float)(1.0 - power2),
        };
    }
}
