using PimSim.Models;

namespace PimSim.Driver;

/// <summary>A step of descent with momentum: v = fma(momentum, v, g), w = fma(-rate, v, w).</summary>
internal sealed class MomentumSchedule(StepScope x, TrainingHost? host) : OptimizerSchedule(x, host, Constants, hasSecond: false)
{
    private const int Constants = 2;
    private const int Momentum = CommandOperands.ElementSource;
    private const int NegatedRate = Momentum + 1;

    protected override void Move()
    {
        W.Vector(VectorOperation.ScaleAndShift, First, s: Momentum, e: Gradient);
        W.Vector(VectorOperation.MultiplyAddSources, Value, s: First, e: NegatedRate);
    }
}
