using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Rate and constants of Adam (decays 0.9 and 0.999, epsilon 1e-8), update by update.</summary>
internal sealed class UpdateSchedule
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private readonly ScheduleOptions options;
    private readonly float rate;
    private readonly int batches;
    private readonly int updates;
    private double power1 = 1.0;
    private double power2 = 1.0;

    /// <param name="options">Settings.</param>
    /// <param name="rate">Rate at the start.</param>
    /// <param name="batches">Updates of an epoch.</param>
    /// <param name="epochs">Epochs.</param>
    public UpdateSchedule(ScheduleOptions options, float rate, int batches, int epochs)
    {
        this.options = options;
        this.rate = rate;
        this.batches = batches;
        updates = checked(batches * epochs);
    }

    /// <summary>Updates taken.</summary>
    public int Done { get; private set; }

    /// <summary>The next update's.</summary>
    public UpdateStep Next()
    {
        float rate = Rate(Done);
        Done++;
        power1 *= Beta1;
        power2 *= Beta2;
        return new UpdateStep(rate, new AdamStepConstants
        {
            Rate = rate,
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = 1e-8f,
            Correction1 = (float)(1.0 - power1),
            Correction2 = (float)(1.0 - power2),
        });
    }

    /// <summary>Goes on as after so many updates.</summary>
    public void SkipTo(int done)
    {
        while (Done < done)
        {
            Next();
        }
    }

    private float Rate(int update)
    {
        int warmUp = options.WarmUpSteps;
        if (update < warmUp)
        {
            return (float)((double)this.rate * (update + 1) / (warmUp + 1));
        }

        switch (options.Kind)
        {
            case ScheduleKind.Step:
                double stepped = this.rate;
                for (int step = update / this.batches / options.StepEpochs; step > 0; step--)
                {
                    stepped *= options.StepFactor;
                }

                return (float)stepped;
            case ScheduleKind.Constant:
                return this.rate;
            default:
                return (float)(this.rate * 0.5 * (1.0 + DeterministicMath.Cos(Math.PI * (update - warmUp) / (this.updates - warmUp))));
        }
    }
}
